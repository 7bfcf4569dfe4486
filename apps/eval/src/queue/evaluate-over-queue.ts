import { writeNetwork } from "@evalpool/checkpoints";
import type { EvaluationResult, StartedRunner } from "@evalpool/evaluate";
import { DEFAULT_BATCH_SIZE } from "@evalpool/evaluate";
import type { IndexedSource } from "@evalpool/data";
import type { Model } from "@evalpool/models";
import { describeSubject, startedAt } from "../describe-result.js";
import { createEvaluatorWith } from "../evaluator.js";
import { loadInput } from "../load-input.js";
import type { DatasetChoice } from "../loading.js";
import type { ModelChoice } from "../model-choice.js";
import type { EvaluateOptions } from "../options.js";
import { describeParts } from "../parts/describe-parts.js";
import { identityOf } from "../parts/run-identity.js";
import type { ProgressLine } from "../terminal/show-progress.js";
import { coordinate } from "./coordinate.js";
import { nameNetwork } from "./network.js";
import { openStore } from "./open-store.js";
import type { QueueUrl } from "./queue-url.js";
import { describeRun, runIdOf } from "./run-description.js";
import { tellTroubles } from "./troubles.js";

/** Which queue, and how it is used. */
export interface QueueChoice {
  readonly url: QueueUrl;
  /** Milliseconds without a worker after which it is given up. */
  readonly wait: number;
  readonly isQuiet: boolean;
  /** Where workers fetch the network from, in place of the store. */
  readonly networkUrl: string | undefined;
}

/** What is evaluated over a queue. */
export interface QueuedEvaluation {
  readonly queue: QueueChoice;
  readonly model: ModelChoice;
  readonly data: DatasetChoice;
  readonly run: Omit<EvaluateOptions, "model" | "dataset" | "onProgress" | "onSamples">;
  /** Of this thread: it is there for the kernels' probe. */
  readonly runner: StartedRunner;
  readonly progress: ProgressLine | undefined;
}

/** As one run here, by the workers of a queue. */
export async function evaluateOverQueue({
  queue,
  model: choice,
  data,
  run,
  runner,
  progress,
}: QueuedEvaluation): Promise<{ result: EvaluationResult; model: Model; dataset: IndexedSource }> {
  const { signal = new AbortController().signal, batchSize = DEFAULT_BATCH_SIZE, corruption } = run;
  const input = loadInput({ ...choice, runtime: "own" }, data, run);
  await using evaluator = await createEvaluatorWith(runner, { ...run, ...input });
  const { dataset, timings } = evaluator;
  const model = evaluator.model as Model;
  const identity = await identityOf(evaluator);
  const network = writeNetwork(model);
  const description = describeRun({
    identity,
    network: nameNetwork(network, queue.networkUrl),
    dataset: { name: dataset.name, split: data.split },
    ...(corruption && { corruption }),
  });
  const onTrouble = tellTroubles(queue.url.shown);
  await using store = await openStore(queue.url, { onTrouble, signal });
  const start = performance.now();
  const { tally, parts } = await coordinate({
    ...{ store, runId: runIdOf(identity), run: description, network, batchSize },
    ...{ wait: queue.wait, isQuiet: queue.isQuiet, signal, onTrouble },
    ...{ onProgress: progress?.onProgress, onShares: progress?.onShares },
  });
  const evaluateMs = performance.now() - start;
  const told = describeParts(describeSubject(evaluator), parts, tally);
  const totalMs = runner.elapsed();
  return {
    result: {
      ...told,
      throughput: { imagesPerSecond: identity.total / (evaluateMs / 1000) },
      timings: { startedAt: startedAt(totalMs), ...timings, evaluateMs, totalMs },
    },
    model,
    dataset,
  };
}
