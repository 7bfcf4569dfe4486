import type { Corruption } from "@evalpool/corruptions";
import type { IndexedSource } from "@evalpool/data";
import type { Model } from "@evalpool/models";
import type { OwnPredictor } from "./own-predictor.js";
import { requireEvaluable } from "./require-evaluable.js";
import { unlessAborted } from "./unless-aborted.js";

/** What is evaluated. */
export interface Input<M extends Model | OwnPredictor> {
  readonly model: M | Promise<M>;
  readonly dataset: IndexedSource | Promise<IndexedSource>;
  /** What is done to images as they are read. */
  readonly corruption?: Corruption | undefined;
  /** Ends the wait. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Waits for model and data set, so that all that is missing is told at once.
 *
 * @throws {DataError} when they do not fit each other
 * @throws {AggregateError} when both fail; else the error of the one that does
 */
export async function loadBoth<M extends Model | OwnPredictor>({
  model,
  dataset,
  signal,
  corruption,
}: Input<M>): Promise<{ model: M; dataset: IndexedSource }> {
  const both = await unlessAborted(Promise.allSettled([model, dataset]), signal);
  const [loaded, source] = both;
  if (loaded.status === "fulfilled" && source.status === "fulfilled") {
    requireEvaluable(loaded.value, source.value, corruption);
    return { model: loaded.value, dataset: source.value };
  }
  const errors = both.flatMap((outcome): unknown[] =>
    outcome.status === "rejected" ? [outcome.reason] : [],
  );
  if (errors.length === 1) throw errors[0];
  const reasons = errors.map((error) => (error instanceof Error ? error.message : String(error)));
  throw new AggregateError(errors, `neither model nor data set can be had: ${reasons.join("; ")}`);
}
