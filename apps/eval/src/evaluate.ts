import { required } from "@evalpool/errors";
import type { Tally } from "@evalpool/metrics";
import { stopwatch, type EvaluationResult, type StartedRunner } from "@evalpool/evaluate";
import { checkEvaluateOptions } from "./check-options.js";
import { describeResult } from "./describe-result.js";
import { createEvaluatorWith } from "./evaluator.js";
import type { EvaluateAnyOptions, EvaluateOptions, EvaluatePredictorOptions } from "./options.js";
import { threadsOf, withModel } from "./predict/with-model.js";
import { startShardRunner } from "./shard-runner.js";

/**
 * Evaluates a model on a data set, in shards on a pool of worker threads. In place of a model a
 * function `predict` is evaluated in the calling thread, and a `workerModule` in each worker.
 *
 * @throws {DataError} when the images do not fit the model
 * @throws {ShardError} when a shard fails or is not counted exactly once
 * @throws {WorkerError} when the pool cannot be started, or a worker module not be loaded
 * @throws {UsageError} that names the option that is unknown, missing or not as expected
 * @throws {AggregateError} when neither model nor data set can be loaded; else the error of the
 * one that cannot, or `signal.reason` when aborted
 */
export async function evaluate(
  options: EvaluateOptions | EvaluatePredictorOptions,
): Promise<EvaluationResult> {
  checkEvaluateOptions(options);
  const runner = startShardRunner(threadsOf(options), options.signal);
  return evaluateOn(runner, withModel(options));
}

/** As `evaluate`, on what was started before for as many threads; closes it in the end. */
export async function evaluateOn(
  starting: StartedRunner | Promise<StartedRunner>,
  options: EvaluateAnyOptions,
): Promise<EvaluationResult> {
  const { repeat = 1, onProgress, onSamples } = options;
  await using evaluator = await createEvaluatorWith(starting, options);
  const runs: number[] = [];
  let tally: Tally | undefined;
  while (runs.length < repeat) {
    const before = runs.length;
    const time = stopwatch();
    tally = await evaluator.run({
      onProgress: (done, images) => onProgress?.(before * images + done, repeat * images),
      onSamples: before === 0 ? onSamples : undefined,
    });
    runs.push(time());
  }
  const { elapsed } = await starting;
  return describeResult(evaluator, required(tally, "run"), runs, elapsed());
}
