import type { Corruption } from "@evalpool/corruptions";
import type { IndexedSource } from "@evalpool/data";
import { openImages } from "@evalpool/data/node";
import { readInput, requireEvaluable } from "@evalpool/evaluate";
import type { FloatTensor, Model } from "@evalpool/models";
import { openFitting } from "../load-fitting.js";
import type { DatasetChoice } from "../loading.js";
import { tellOfLabels } from "../tell-of-labels.js";

/** Images of a data set as a network takes them, by index. */
export interface Lookup extends Disposable {
  readonly source: IndexedSource;
  /** @throws {DataError} when the image cannot be read, or does not fit */
  readonly input: (index: number) => Promise<FloatTensor>;
}

/**
 * Opens a data set whose images become a network's input as in an evaluation.
 *
 * @throws {DataError} when there is none to read, or the network cannot be evaluated on it
 */
export async function openLookup(
  model: Model,
  data: DatasetChoice,
  corruption?: Corruption,
): Promise<Lookup> {
  const { graph } = model;
  const source = await openFitting(graph, data);
  if (data.data !== undefined) {
    tellOfLabels(source, (data.classNames ?? graph.classNames) !== undefined);
  }
  requireEvaluable(model, source, corruption);
  const reader = openImages(source);
  return {
    source,
    input: (index) => readInput(graph, source.format, reader, index, corruption),
    [Symbol.dispose]: () => reader[Symbol.dispose](),
  };
}
