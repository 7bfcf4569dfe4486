import type { ImageReader } from "@evalpool/data";
import { preparePixels } from "@evalpool/models";
import type { Job } from "./job.js";

/** Reads `count` images from the `first` on, as the predictor takes them. */
export type ReadImages = (
  reader: ImageReader,
  first: number,
  count: number,
  into: Uint8Array,
) => void;

/**
 * What reads a job's images: as they are stored, or through memory of its own where preprocessing
 * turns their bytes into those of other images.
 *
 * @param images read at once, at most
 */
export function createReadImages(
  { images: { format }, preprocess, inputWidth }: Job,
  images: number,
): ReadImages {
  const { channels, height, width } = format;
  const preparation = preparePixels(preprocess, [channels, height, width]);
  if (preparation === undefined) {
    return (reader, first, count, into) => reader.read(first, into.subarray(0, count * inputWidth));
  }
  const length = channels * height * width;
  const stored = new Uint8Array(images * length);
  return (reader, first, count, into) => {
    const some = stored.subarray(0, count * length);
    reader.read(first, some);
    preparation.prepare(some, into, count);
  };
}
