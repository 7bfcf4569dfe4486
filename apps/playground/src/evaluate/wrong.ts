import type { Evaluation, Subject } from "./evaluation.js";
import { evaluate, shown } from "./state.js";

/** The images that a network reads wrong. */
export interface WrongImages extends Subject {
  /** Ascending. */
  readonly indices: readonly number[];
}

/** Those of the network and images that are chosen, which are evaluated if need be. @throws as `evaluate` */
export async function findWrong(): Promise<WrongImages> {
  return wrongOf(shown.peek() ?? (await evaluate()));
}

function wrongOf({ network, set, predicted }: Evaluation): WrongImages {
  const { labels } = set.source;
  const indices: number[] = [];
  for (const [index, prediction] of predicted.predictions.entries()) {
    if (prediction !== labels[index]) indices.push(index);
  }
  return { network, set, indices };
}
