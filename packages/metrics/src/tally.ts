/**
 * What a set of predictions adds up to: integer counts alone, so that merging shards in any
 * order gives the same result. Plain data, fit for JSON and `postMessage`.
 */
export interface Tally {
  /** Images of each label (row) that were read as each class (column). */
  readonly confusionMatrix: number[][];
}

/** A tally of nothing yet, for labels `0 … classes - 1`. */
export function createTally(classes: number): Tally {
  return {
    confusionMatrix: Array.from({ length: classes }, () => new Array<number>(classes).fill(0)),
  };
}

/**
 * Counts predictions against their labels, in place.
 *
 * @throws {RangeError} when the lengths differ or a class lies outside the tally
 */
export function updateTally(
  tally: Tally,
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
): void {
  if (labels.length !== predictions.length) {
    throw new RangeError(`${labels.length} labels for ${predictions.length} predictions`);
  }
  const classes = tally.confusionMatrix.length;
  for (let i = 0; i < labels.length; i++) {
    const counts = tally.confusionMatrix[labels[i]!];
    const prediction = predictions[i]!;
    if (counts?.[prediction] === undefined) {
      const got = `label ${labels[i]}, prediction ${prediction}`;
      throw new RangeError(`expected classes 0 to ${classes - 1}, got ${got} at index ${i}`);
    }
    counts[prediction] += 1;
  }
}

/** The tally of both sets together. @throws {RangeError} when they count different classes */
export function mergeTallies(a: Tally, b: Tally): Tally {
  const left = a.confusionMatrix;
  const right = b.confusionMatrix;
  if (left.length !== right.length) {
    throw new RangeError(`cannot merge a tally of ${left.length} classes with ${right.length}`);
  }
  return {
    confusionMatrix: left.map((counts, i) => counts.map((count, j) => count + right[i]![j]!)),
  };
}

/** Number of images counted. */
export function total(tally: Tally): number {
  return sum(tally.confusionMatrix.flat());
}

/** Number of images whose prediction is their label. */
export function correct(tally: Tally): number {
  return sum(tally.confusionMatrix.map((counts, label) => counts[label]!));
}

/** Correct ÷ total; NaN where nothing was counted. */
export function accuracy(tally: Tally): number {
  return correct(tally) / total(tally);
}

function sum(counts: readonly number[]): number {
  return counts.reduce((a, b) => a + b, 0);
}
