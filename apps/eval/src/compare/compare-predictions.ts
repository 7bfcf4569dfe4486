import { DataError, required } from "@evalpool/errors";
import type { ComparedImage, Comparison, ShardRange } from "@evalpool/evaluate";
import { mcNemarTest } from "@evalpool/metrics";

/** What is read of each image, in the order of indices. */
export interface Samples {
  readonly labels: ArrayLike<number>;
  readonly predictions: ArrayLike<number>;
}

/** What a comparison has where the predictions of both are known. */
type PairedFigures = Required<Pick<Comparison, "mcNemar" | "broken" | "mended">>;

/**
 * Compares predictions image by image.
 *
 * @param ranges the indices of the images
 * @param file what has b's, for error messages
 * @throws {DataError} when their labels are not the same
 */
export function comparePredictions(
  a: Samples,
  b: Samples,
  ranges: readonly ShardRange[],
  file: string,
): PairedFigures {
  const broken: ComparedImage[] = [];
  const mended: ComparedImage[] = [];
  let [bothRight, bothWrong] = [0, 0];
  let at = 0;
  for (const { start, end } of ranges) {
    for (let index = start; index < end; index++, at++) {
      const label = required(a.labels[at], "label");
      if (b.labels[at] !== label) {
        const labels = `label ${label}, as the other samples have, got ${b.labels[at]}`;
        throw new DataError(file, `samples, index ${index}: expected ${labels}`);
      }
      const [readA, readB] = [a.predictions[at], b.predictions[at]];
      const image = { index, label, a: required(readA, "of a"), b: required(readB, "of b") };
      const isRightB = image.b === label;
      if (image.a === label) {
        if (isRightB) bothRight++;
        else broken.push(image);
      } else if (isRightB) mended.push(image);
      else bothWrong++;
    }
  }
  const counts = { bothRight, onlyA: broken.length, onlyB: mended.length, bothWrong };
  return {
    mcNemar: { ...counts, ...mcNemarTest(counts.onlyA, counts.onlyB) },
    broken,
    mended,
  };
}
