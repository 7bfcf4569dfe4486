import type { Evaluation } from "./evaluation.js";
import { evaluate, shown } from "./state.js";

/**
 * Indices of the images that the network reads wrong, ascending. Both are those that are chosen, and
 * evaluated if need be.
 *
 * @throws as `evaluate`
 */
export async function findWrong(): Promise<readonly number[]> {
  return wrongOf(shown.peek() ?? (await evaluate()));
}

function wrongOf({ set, predicted }: Evaluation): number[] {
  const { labels } = set.source;
  const indices: number[] = [];
  for (const [index, prediction] of predicted.predictions.entries()) {
    if (prediction !== labels[index]) indices.push(index);
  }
  return indices;
}
