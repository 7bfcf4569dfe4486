/** Images of one label that were read as another. */
export interface Confusion {
  readonly label: number;
  readonly prediction: number;
  readonly count: number;
}

/** The `most` frequent confusions, worst first; of equal ones, by label and prediction. */
export function worstConfusions(
  matrix: readonly (readonly number[])[],
  most: number,
): readonly Confusion[] {
  return matrix
    .flatMap((row, label) => row.map((count, prediction) => ({ label, prediction, count })))
    .filter(({ label, prediction, count }) => label !== prediction && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, most);
}
