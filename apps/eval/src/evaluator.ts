import type { LoadedModel } from "@evalpool/checkpoints/node";
import {
  createEvaluatorOn,
  type Evaluator as EvaluatorOf,
  type OwnPredictor,
  type StartedRunner,
} from "@evalpool/evaluate";
import { toSource } from "@evalpool/mnist/node";
import { checkEvaluatorOptions, requireDataset, requireModel } from "./check-options.js";
import type {
  AnyModel,
  EvaluateAnyOptions,
  EvaluatorOptions,
  PredictOptions,
  WorkerModuleOptions,
} from "./options.js";
import { threadsOf, withModel } from "./predict/with-model.js";
import { startShardRunner } from "./shard-runner.js";
import { hasWideVectors } from "./wide-vectors.js";

/** A model and a data set on a pool of worker threads, to be evaluated any number of times. */
export type Evaluator<M extends AnyModel = LoadedModel> = EvaluatorOf<M>;

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
export function createEvaluator(options: EvaluatorOptions): Promise<Evaluator>;
/** A predictor of one's own in place of the model, as `evaluate` takes one. */
export function createEvaluator(
  options: PredictOptions | WorkerModuleOptions,
): Promise<Evaluator<OwnPredictor>>;
export async function createEvaluator(
  options: EvaluatorOptions | PredictOptions | WorkerModuleOptions,
): Promise<Evaluator<AnyModel>> {
  checkEvaluatorOptions(options);
  const runner = startShardRunner(threadsOf(options), options.signal);
  return createEvaluatorWith(runner, withModel(options));
}

/** As `createEvaluator`, on what was started before; closes it in the end. */
export function createEvaluatorWith(
  starting: StartedRunner | Promise<StartedRunner>,
  options: Omit<EvaluateAnyOptions, "repeat" | "onProgress" | "onSamples">,
): Promise<Evaluator<AnyModel>> {
  const model = Promise.resolve(options.model).then(requireModel);
  const dataset = Promise.resolve(options.dataset)
    .then(requireDataset)
    .then((given) => ("handle" in given ? given : toSource(given)));
  return createEvaluatorOn(starting, { ...options, model, dataset, wide: hasWideVectors() });
}
