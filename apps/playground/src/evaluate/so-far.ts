/** What the first images of a set came to, while the others are evaluated. */
export interface SoFar {
  readonly images: number;
  readonly correct: number;
  /** `[label][prediction]` */
  readonly confusionMatrix: readonly (readonly number[])[];
}

/** Counts images as they come. What it gives is of all so far; its matrix is filled further. */
export function createCount(
  classes: number,
): (labels: ArrayLike<number>, predictions: Uint32Array) => SoFar {
  const confusionMatrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  let [images, correct] = [0, 0];
  return (labels, predictions) => {
    for (const [i, prediction] of predictions.entries()) {
      const row = confusionMatrix[labels[i] ?? -1] ?? [];
      row[prediction] = (row[prediction] ?? 0) + 1;
      if (labels[i] === prediction) correct++;
    }
    images += predictions.length;
    return { images, correct, confusionMatrix };
  };
}
