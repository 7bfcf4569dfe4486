import { UsageError } from "@evalpool/errors";
import { encodePng } from "../images/encode-png.js";
import type { LabelledImages } from "../labelled-images.js";
import { countImages } from "./count-images.js";

/**
 * Images encoded as PNG, in turn.
 *
 * @throws {UsageError} when they are not as many as there are labels, or neither gray nor RGB
 */
export function* pngImages(set: LabelledImages): Generator<Buffer> {
  const { images, shape } = set;
  const [channels, height, width] = shape;
  if (channels !== 1 && channels !== 3) {
    throw new UsageError(`expected images of 1 or 3 channels, got ${channels}`);
  }
  const length = channels * height * width;
  countImages(set);
  for (let start = 0; start < images.length; start += length) {
    yield encodePng(images.subarray(start, start + length), [channels, height, width]);
  }
}
