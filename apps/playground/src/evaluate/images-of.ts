import type { Cell } from "./cell.js";
import type { Evaluation } from "./evaluation.js";

/** Which images are looked at: all that were read wrong, or those of a cell of the matrix. */
export type Selection = "mistakes" | Cell;

/** An image, what it is, what it was read as, and how sure the network was of that. */
export interface Seen {
  readonly index: number;
  readonly label: number;
  readonly prediction: number;
  /** Of the prediction. */
  readonly probability: number;
}

/** The images of a selection: what the network was surest of comes first, of equals the lower index. */
export function imagesOf(
  { predicted, set }: Pick<Evaluation, "predicted" | "set">,
  selection: Selection,
): Seen[] {
  const { predictions, probabilities } = predicted;
  const classes = probabilities.length / predictions.length;
  const seen: Seen[] = [];
  for (const [index, prediction] of predictions.entries()) {
    const label = set.source.labels[index] ?? -1;
    const isSelected =
      selection === "mistakes"
        ? label !== prediction
        : label === selection.label && prediction === selection.prediction;
    if (!isSelected) continue;
    const probability = probabilities[index * classes + prediction] ?? 0;
    seen.push({ index, label, prediction, probability });
  }
  return seen.sort((a, b) => b.probability - a.probability);
}
