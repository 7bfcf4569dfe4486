import { createCorrupter } from "@evalpool/corruptions";
import { preparePixels, type ImageShape } from "@evalpool/models";
import type { Job } from "./job.js";

/**
 * What becomes of the bytes of `count` images of one shape, the first of which is the `first` of the
 * data set.
 */
export type PrepareImages = (
  from: Uint8Array,
  into: Uint8Array,
  first: number,
  count: number,
) => void;

/**
 * Makes ready what a job does to the bytes of images: corrupts them as they are, then prepares them
 * for the predictor.
 *
 * @returns undefined where nothing is done
 */
export function prepareImages(
  { taker: { preprocess }, corruption }: Pick<Job, "taker" | "corruption">,
  shape: ImageShape,
): PrepareImages | undefined {
  const preparation = preparePixels(preprocess, shape);
  if (corruption === undefined) {
    return preparation && ((from, into, _, count) => preparation.prepare(from, into, count));
  }
  const corrupt = createCorrupter(corruption, shape);
  const [channels, height, width] = shape;
  const length = channels * height * width;
  const corrupted = new Uint8Array(length);
  return (from, into, first, count) => {
    for (let i = 0; i < count; i++) {
      const image = from.subarray(i * length, (i + 1) * length);
      if (preparation === undefined) {
        corrupt(image, first + i, into.subarray(i * length, (i + 1) * length));
        continue;
      }
      corrupt(image, first + i, corrupted);
      const [c, h, w] = preparation.shape;
      preparation.prepare(corrupted, into.subarray(i * c * h * w), 1);
    }
  };
}
