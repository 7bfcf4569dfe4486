import { worstConfusions } from "@evalpool/metrics";

/** Of more classes the matrix is of those that are confused most: it grows with their square. */
const MOST_CLASSES = 60;

/** The classes that the matrix is shown of, in order: all, or those of the most frequent confusions. */
export function matrixClasses(
  confusionMatrix: readonly (readonly number[])[],
  most = MOST_CLASSES,
): readonly number[] {
  const all = [...confusionMatrix.keys()];
  if (all.length <= most) return all;
  const confused = new Set<number>();
  for (const { label, prediction } of worstConfusions(confusionMatrix, most ** 2)) {
    const more = [label, prediction].filter((it) => !confused.has(it));
    if (confused.size + more.length > most) break;
    for (const it of more) confused.add(it);
  }
  return [...confused].sort((a, b) => a - b);
}
