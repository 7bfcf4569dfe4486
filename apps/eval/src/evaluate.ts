import { availableParallelism, cpus } from "node:os";
import { accuracy, correct, total } from "@evalpool/metrics";
import { DataError, type Split } from "@evalpool/mnist/node";
import { parameterCount } from "@evalpool/models";
import type { LoadedModel } from "@evalpool/models/node";
import { compileKernels, size, supportsKernels, type KernelModule } from "@evalpool/tensor";
import packageJson from "../package.json" with { type: "json" };
import { aggregate } from "./aggregate.js";
import type { Job } from "./evaluate-shard.js";
import { planShards } from "./plan-shards.js";
import type { EvaluationResult, Timings } from "./result.js";
import { createShardRunner } from "./shard-runner.js";
import { shareArray, shareParameters } from "./shared-memory.js";

export interface EvaluateOptions {
  /** As from `loadModel`; a promise lets the pool start while it loads. */
  readonly model: LoadedModel | Promise<LoadedModel>;
  /** As from `loadSplit`; a promise lets the pool start while it loads. */
  readonly dataset: Split | Promise<Split>;
  /** Evaluates the first images only. */
  readonly limit?: number | undefined;
  /** Images in one forward pass (default 100). Changes no bit of the result. */
  readonly batchSize?: number | undefined;
  /** Worker threads (default: one for each core); 0 evaluates in the calling thread. */
  readonly threads?: number | undefined;
  /** What the forward pass runs on; `auto` (default) is WebAssembly where it has SIMD. */
  readonly backend?: BackendChoice | undefined;
  /** Stops the run and closes the pool. */
  readonly signal?: AbortSignal | undefined;
  /** Told after each shard how many images are done. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export type BackendChoice = "auto" | "wasm" | "reference";

/**
 * Evaluates a model on a data set, in shards on a pool of worker threads.
 *
 * @throws {DataError} when the images do not fit the model
 * @throws {ShardError} when a shard fails or is not counted exactly once
 * @throws {WorkerError} when the pool cannot be started
 * @throws {AggregateError} when neither model nor data set can be loaded; else the error of the
 * one that cannot, or `signal.reason` when aborted
 */
export async function evaluate(options: EvaluateOptions): Promise<EvaluationResult> {
  const { batchSize = 100, threads = availableParallelism(), signal, onProgress } = options;
  const kernels = chooseKernels(options.backend);
  const clock = stopwatch();
  const runner = createShardRunner(threads, signal);
  try {
    const started = runner.ready().then(clock);
    started.catch(() => undefined);
    const { model, dataset } = await load(options);
    const loadMs = clock();
    const poolStartMs = await started;
    const images = Math.min(options.limit ?? Infinity, dataset.labels.data.length);
    const shards = planShards(images, threads, batchSize);
    const job = shareJob(model, dataset, batchSize, kernels);
    const evaluation = stopwatch();
    let done = 0;
    const tallies = await runner.run(job, shards, ({ start, end }) => {
      onProgress?.((done += end - start), images);
    });
    const tally = aggregate(images, tallies);
    const evaluateMs = evaluation();
    const timings = { loadMs, poolStartMs, evaluateMs, totalMs: clock() };
    return {
      schemaVersion: 1,
      ...describeInput(model, dataset),
      total: total(tally),
      correct: correct(tally),
      accuracy: accuracy(tally),
      confusionMatrix: tally.confusionMatrix,
      throughput: { imagesPerSecond: images / (evaluateMs / 1000) },
      timings,
      config: {
        threads,
        batchSize,
        backend: kernels ? `wasm-${kernels.build}` : "reference",
        shards: shards.length,
      },
      environment: environment(),
    };
  } finally {
    await runner.close();
  }
}

/** Waits for both, so that all that is missing is told at once. */
async function load(options: EvaluateOptions): Promise<{ model: LoadedModel; dataset: Split }> {
  const [model, dataset] = await Promise.allSettled([options.model, options.dataset]);
  options.signal?.throwIfAborted();
  if (model.status === "fulfilled" && dataset.status === "fulfilled") {
    requireFit(model.value, dataset.value);
    return { model: model.value, dataset: dataset.value };
  }
  const errors = [model, dataset].flatMap((outcome) =>
    outcome.status === "rejected" ? [outcome.reason as Error] : [],
  );
  const [first, second] = errors;
  throw second === undefined
    ? first!
    : new AggregateError(errors, "model and data set are missing");
}

function requireFit({ spec }: LoadedModel, { name, split, images }: Split): void {
  const [, height, width] = images.shape;
  if (height * width === size(spec.input)) return;
  const expected = `model ${spec.id} takes inputs of shape (${spec.input.join(",")})`;
  throw new DataError(`${name} ${split}`, `${expected}, got images of ${height}x${width}`);
}

function chooseKernels(backend: BackendChoice = "auto"): KernelModule | undefined {
  const isWanted = backend === "wasm" || (backend === "auto" && supportsKernels("simd"));
  return isWanted ? compileKernels() : undefined;
}

function shareJob(
  model: LoadedModel,
  dataset: Split,
  batchSize: number,
  kernels: KernelModule | undefined,
): Job {
  return {
    model: { spec: model.spec, parameters: shareParameters(model.parameters) },
    images: shareArray(dataset.images.data),
    labels: shareArray(dataset.labels.data),
    batchSize,
    ...(kernels && { kernels }),
  };
}

function describeInput(
  { spec, checkpoint }: LoadedModel,
  { name, split, labels, sha256 }: Split,
): Pick<EvaluationResult, "model" | "dataset"> {
  return {
    model: {
      id: spec.id,
      parameters: parameterCount(spec),
      ...(checkpoint && { checkpoint }),
    },
    dataset: {
      name,
      split,
      images: labels.data.length,
      sha256: sha256.images,
      labelsSha256: sha256.labels,
    },
  };
}

function environment(): EvaluationResult["environment"] {
  return {
    node: process.version,
    platform: process.platform,
    arch: process.arch,
    cpu: cpus()[0]?.model ?? "unknown",
    evalpool: packageJson.version,
  };
}

/** Tells the milliseconds since it was made. */
function stopwatch(): () => Timings["totalMs"] {
  const start = performance.now();
  return () => performance.now() - start;
}
