import { DataError } from "@evalpool/errors";
import { fileKind } from "@evalpool/files";
import type { ImageHeader } from "./image-header.js";
import { jpegHeader } from "./jpeg-header.js";
import { pngHeader } from "./png-header.js";

/** Pixels that an image may have. */
const MOST_PIXELS = 2 ** 26;

/**
 * Reads what an image says of itself, without its pixels.
 *
 * @param bytes all of it
 * @param name of it, for the error
 * @throws {DataError} when it is no PNG or JPEG, or larger than any that is decoded
 */
export function readImageHeader(bytes: Uint8Array, name: string): ImageHeader {
  const kind = fileKind(bytes);
  if (kind?.id !== "png" && kind?.id !== "jpeg") {
    const next = kind?.remedy === undefined ? "" : `; ${kind.remedy}`;
    const got = kind?.name ?? "a file of no known kind";
    throw new DataError(name, `expected a PNG or JPEG image, got ${got}${next}`);
  }
  const header = kind.id === "png" ? pngHeader(bytes, name) : jpegHeader(bytes);
  if (header === undefined) {
    throw new DataError(name, `expected ${kind.name}, got the beginning of one that is cut short`);
  }
  const { height, width } = header;
  if (height === 0 || width === 0 || height * width > MOST_PIXELS) {
    const expected = `expected an image of 1 to ${MOST_PIXELS} pixels`;
    throw new DataError(name, `${expected}, got ${height}×${width} (height × width)`);
  }
  return header;
}
