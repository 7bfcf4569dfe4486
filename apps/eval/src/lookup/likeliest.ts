import type { Reading } from "./reading.js";

/** Classes of which all are shown. */
export const MOST_CLASSES = 50;
/** Of more, the likeliest are, and the label's. */
const LIKELIEST = 5;

/**
 * Labels whose probabilities are shown: all in order, or of many classes the likeliest first, with
 * that which the image has behind them.
 */
export function likeliest({
  label,
  probabilities,
}: Pick<Reading, "label" | "probabilities">): number[] {
  const labels = [...probabilities.keys()];
  if (labels.length <= MOST_CLASSES) return labels;
  const at = (label: number): number => probabilities[label] ?? 0;
  const first = labels.sort((a, b) => at(b) - at(a) || a - b).slice(0, LIKELIEST);
  return first.includes(label) ? first : [...first, label];
}
