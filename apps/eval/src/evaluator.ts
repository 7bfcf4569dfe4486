import type { LoadedModel } from "@evalpool/checkpoints/node";
import {
  createEvaluatorOn,
  defaultThreads,
  type Evaluator as EvaluatorOf,
  type StartedRunner,
} from "@evalpool/evaluate";
import { toSource } from "@evalpool/mnist/node";
import { checkEvaluatorOptions, requireDataset, requireModel } from "./check-options.js";
import type { EvaluatorOptions } from "./options.js";
import { startShardRunner } from "./shard-runner.js";
import { hasWideVectors } from "./wide-vectors.js";

/** A model and a data set on a pool of worker threads, to be evaluated any number of times. */
export type Evaluator = EvaluatorOf<LoadedModel>;

/**
 * Loads a model and a data set while a pool of worker threads starts. Dispose of it to close the
 * pool.
 *
 * @throws {UsageError} that names the option that is unknown, missing or not as expected
 * @throws {DataError} when the images do not fit the model
 * @throws {WorkerError} when the pool cannot be started
 * @throws {AggregateError} when neither model nor data set can be loaded; else the error of the
 * one that cannot, or `signal.reason` when aborted
 */
export async function createEvaluator(options: EvaluatorOptions): Promise<Evaluator> {
  checkEvaluatorOptions(options);
  const { threads = defaultThreads(), signal } = options;
  return createEvaluatorWith(startShardRunner(threads, signal), options);
}

/** As `createEvaluator`, on what was started before; closes it in the end. */
export function createEvaluatorWith(
  starting: StartedRunner | Promise<StartedRunner>,
  options: EvaluatorOptions,
): Promise<Evaluator> {
  const model = Promise.resolve(options.model).then(requireModel);
  const dataset = Promise.resolve(options.dataset)
    .then(requireDataset)
    .then((given) => ("handle" in given ? given : toSource(given)));
  return createEvaluatorOn(starting, { ...options, model, dataset, wide: hasWideVectors() });
}
