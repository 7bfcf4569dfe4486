import { createHash } from "node:crypto";
import { cpus } from "node:os";
import { required } from "@evalpool/errors";
import { computeFigures, type Tally } from "@evalpool/metrics";
import { canonicalForm, parameterCount, type Model } from "@evalpool/models";
import {
  defaultThreads,
  spreadOf,
  stopwatch,
  type EvaluationResult,
  type StartedRunner,
} from "@evalpool/evaluate";
import { checkEvaluateOptions } from "./check-options.js";
import { createEvaluatorWith, type Evaluator } from "./evaluator.js";
import type { EvaluateOptions } from "./options.js";
import { startShardRunner } from "./shard-runner.js";
import { v8Flags } from "./v8-flags.js";
import packageJson from "../package.json" with { type: "json" };

/**
 * Evaluates a model on a data set, in shards on a pool of worker threads.
 *
 * @throws {DataError} when the images do not fit the model
 * @throws {ShardError} when a shard fails or is not counted exactly once
 * @throws {WorkerError} when the pool cannot be started
 * @throws {UsageError} that names the option that is unknown, missing or not as expected
 * @throws {AggregateError} when neither model nor data set can be loaded; else the error of the
 * one that cannot, or `signal.reason` when aborted
 */
export async function evaluate(options: EvaluateOptions): Promise<EvaluationResult> {
  checkEvaluateOptions(options);
  const { threads = defaultThreads(), signal } = options;
  return evaluateOn(startShardRunner(threads, signal), options);
}

/** As `evaluate`, on what was started before for as many threads; closes it in the end. */
export async function evaluateOn(
  starting: StartedRunner | Promise<StartedRunner>,
  options: EvaluateOptions,
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
  return describe(evaluator, required(tally, "run"), runs, elapsed());
}

function describe(
  { model, dataset, config, timings }: Evaluator,
  tally: Tally,
  runs: readonly number[],
  totalMs: number,
): EvaluationResult {
  const spread = spreadOf(runs);
  const { graph, checkpoint } = model;
  const figures = computeFigures(tally);
  return {
    schemaVersion: 1,
    model: {
      id: graph.id,
      parameters: parameterCount(graph),
      digest: digestOf(model),
      ...(checkpoint && { checkpoint }),
    },
    dataset: {
      name: dataset.name,
      split: dataset.split,
      images: dataset.count,
      sha256: dataset.digest.parts.images,
      labelsSha256: dataset.digest.parts.labels,
    },
    ...figures,
    throughput: { imagesPerSecond: figures.total / (spread.median / 1000) },
    timings: { ...timings, evaluateMs: spread.median, totalMs },
    ...(runs.length > 1 && { repetitions: { count: runs.length, evaluateMs: spread } }),
    config,
    environment: environment(),
  };
}

function digestOf(model: Model): string {
  const hash = createHash("sha256");
  for (const bytes of canonicalForm(model)) hash.update(bytes);
  return hash.digest("hex");
}

function environment(): EvaluationResult["environment"] {
  return {
    node: process.version,
    platform: process.platform,
    arch: process.arch,
    cpu: cpus()[0]?.model ?? "unknown",
    evalpool: packageJson.version,
    v8Flags: v8Flags(),
  };
}
