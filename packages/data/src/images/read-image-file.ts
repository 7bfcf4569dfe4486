import { requireArgument, text } from "@evalpool/errors";
import type { ReadImage } from "../image-source.js";
import { readSmall } from "../read-small.js";
import { decodeImage } from "./decode-image.js";

/**
 * Reads a picture, PNG or JPEG, as those in folders are read.
 *
 * @throws {DataError} when it cannot be read, or is no such picture
 */
export async function readImageFile(file: string): Promise<ReadImage> {
  requireArgument("readImageFile: file", text("the path of a picture"), file);
  return decodeImage(readSmall(file).bytes, file);
}
