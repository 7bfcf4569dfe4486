import { requireMatrix } from "./require-tally.js";

/** Images of one label that were read as another class. */
export interface Confusion {
  readonly label: number;
  readonly prediction: number;
  readonly images: number;
}

/**
 * What is confused most often comes first, of equals the lower label, then prediction.
 *
 * @param most how many are asked for (default: all)
 */
export function worstConfusions(
  confusionMatrix: readonly (readonly number[])[],
  most = Infinity,
): Confusion[] {
  requireMatrix("worstConfusions", confusionMatrix);
  let confusions: Confusion[] = [];
  // Of a thousand classes there may be a million: those that are beyond are dropped on the way.
  const room = 2 * most + 1000;
  for (const [label, counts] of confusionMatrix.entries()) {
    for (const [prediction, images] of counts.entries()) {
      if (label === prediction || images === 0) continue;
      confusions.push({ label, prediction, images });
      if (confusions.length >= room) confusions = worstOf(confusions, most);
    }
  }
  return worstOf(confusions, most);
}

function worstOf(confusions: Confusion[], most: number): Confusion[] {
  return confusions.sort((a, b) => b.images - a.images).slice(0, most);
}
