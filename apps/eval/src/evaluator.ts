import { stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import type { Tally } from "@evalpool/metrics";
import { DataError, required } from "@evalpool/errors";
import type { IndexedSource } from "@evalpool/data";
import { fileStamp } from "@evalpool/files/node";
import { toSource, type OpenSplit } from "@evalpool/mnist/node";
import type { LoadedModel } from "@evalpool/checkpoints/node";
import { compile, requireFit, type Program } from "@evalpool/models";
import {
  compileKernels,
  createWasmBackend,
  referenceBackend,
  supportsKernels,
  type KernelModule,
} from "@evalpool/tensor";
import {
  aggregate,
  type Job,
  type ImageSamples,
  inOrder,
  planShards,
  type EvaluationResult,
  type Timings,
  unlessAborted,
} from "@evalpool/evaluate";
import { startShardRunner, type StartedRunner } from "./shard-runner.js";
import { hasWideVectors } from "./wide-vectors.js";

/** What is evaluated, and on what; only the time it takes depends on the latter. */
export interface EvaluatorOptions {
  /** As from `loadModel`; a promise lets the pool start while it loads. */
  readonly model: LoadedModel | Promise<LoadedModel>;
  /** As from `loadSplit` or `openDataset`; a promise lets the pool start while it loads. */
  readonly dataset: Dataset | Promise<Dataset>;
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
}

/** Images and labels to evaluate on, wherever they lie. */
export type Dataset = IndexedSource | OpenSplit;

/** `reference` is plain TypeScript, written to be read. */
export type BackendChoice = "auto" | "wasm" | "reference";

/** A model and a data set on a pool of worker threads, to be evaluated any number of times. */
export interface Evaluator extends AsyncDisposable {
  readonly model: LoadedModel;
  readonly dataset: IndexedSource;
  readonly config: EvaluationResult["config"];
  readonly timings: Pick<Timings, "loadMs" | "poolStartMs">;
  /**
   * Evaluates all images once, after what was asked for before.
   *
   * @throws {ShardError} when a shard fails or is not counted exactly once; `signal.reason` when
   * aborted
   * @throws {DataError} when the images' file changed
   */
  run(observer?: RunObserver): Promise<Tally>;
}

/** What is told while images are evaluated. */
export interface RunObserver {
  /** Told at the start, from time to time, and at the end how many images are done. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Given the images with their predictions, by index; without it these stay in the workers. */
  readonly onSamples?: ((samples: ImageSamples) => void) | undefined;
}

/**
 * Loads a model and a data set while a pool of worker threads starts. Dispose of it to close the
 * pool.
 *
 * @throws {DataError} when the images do not fit the model
 * @throws {WorkerError} when the pool cannot be started
 * @throws {RangeError} when a count is not a whole number in its range
 * @throws {AggregateError} when neither model nor data set can be loaded; else the error of the
 * one that cannot, or `signal.reason` when aborted
 */
export async function createEvaluator(options: EvaluatorOptions): Promise<Evaluator> {
  const { threads = availableParallelism(), signal } = options;
  return createEvaluatorOn(startShardRunner(threads, signal), options);
}

/** As `createEvaluator`, on what was started before for as many threads; closes it in the end. */
export async function createEvaluatorOn(
  starting: StartedRunner | Promise<StartedRunner>,
  options: EvaluatorOptions,
): Promise<Evaluator> {
  const { batchSize = 100, threads = availableParallelism() } = options;
  const loading = load(options);
  // Told below, whenever it fails.
  loading.catch(() => undefined);
  const runner = await starting;
  const { elapsed } = runner;
  try {
    const started = runner.ready().then(elapsed);
    started.catch(() => undefined);
    const kernels = chooseKernels(options.backend);
    const { model, dataset } = await loading;
    const images = Math.min(options.limit ?? Infinity, dataset.count);
    const backend = kernels ? createWasmBackend(kernels) : referenceBackend;
    const asked = planShards(images, threads, batchSize);
    const program = compile(model, backend, asked.batchSize);
    // A large network may take fewer images at a time.
    const plan = planShards(images, threads, program.batchSize);
    const job = toJob(program, dataset, kernels);
    const run = runner.prepare(job, plan);
    const loadMs = elapsed();
    const poolStartMs = await started;
    const evaluateAll = async ({ onProgress, onSamples }: RunObserver): Promise<Tally> => {
      onProgress?.(0, images);
      const handOn = inOrder((samples: ImageSamples) => onSamples?.(samples));
      const outcomes = await run({
        withPredictions: onSamples !== undefined,
        onOutcome: ({ ranges, predictions = [] }) => {
          for (const [i, of] of predictions.entries()) {
            const range = required(ranges[i], `range of shard ${i}`);
            handOn({ range, labels: job.labels.subarray(range.start, range.end), ...of });
          }
        },
        onProgress: onProgress && ((done) => onProgress(done, images)),
      });
      onProgress?.(images, images);
      return aggregate(images, outcomes);
    };
    let last: Promise<unknown> = Promise.resolve();
    return {
      model,
      dataset,
      config: { threads, batchSize: plan.batchSize, backend: backend.name, shards: plan.count },
      timings: { loadMs, poolStartMs },
      run(observer = {}) {
        const tally = last
          .then(() => evaluateAll(observer))
          // Also where images could not be read.
          .finally(() => requireUnchanged(dataset));
        last = tally.catch(() => undefined);
        return tally;
      },
      [Symbol.asyncDispose]: () => runner[Symbol.asyncDispose](),
    };
  } catch (error) {
    await runner[Symbol.asyncDispose]();
    throw error;
  }
}

/** Waits for both, so that all that is missing is told at once. */
async function load(
  options: EvaluatorOptions,
): Promise<{ model: LoadedModel; dataset: IndexedSource }> {
  const all = Promise.allSettled([options.model, options.dataset]);
  const [model, dataset] = await unlessAborted(all, options.signal);
  if (model.status === "fulfilled" && dataset.status === "fulfilled") {
    const source = "handle" in dataset.value ? dataset.value : toSource(dataset.value);
    requireImages(model.value, source);
    return { model: model.value, dataset: source };
  }
  const errors = [model, dataset].flatMap((outcome) =>
    outcome.status === "rejected" ? [outcome.reason as Error] : [],
  );
  const [first, second] = errors;
  if (first !== undefined && second === undefined) throw first;
  throw new AggregateError(errors, "model and data set are missing");
}

function requireImages({ graph }: LoadedModel, { name, split, format }: IndexedSource): void {
  requireFit(graph, `${name} ${split}`, format);
}

/** The digest was taken when the file was opened: it must be of what was evaluated. */
async function requireUnchanged({ handle }: IndexedSource): Promise<void> {
  if (handle instanceof Uint8Array) return;
  const found = await stat(handle.file, { bigint: true }).catch(() => undefined);
  if (found === undefined || fileStamp(found) !== handle.stamp) {
    throw new DataError(handle.file, "expected a file at rest, got one that changed meanwhile");
  }
}

function chooseKernels(backend: BackendChoice = "auto"): KernelModule | undefined {
  const isWanted = backend === "wasm" || (backend === "auto" && supportsKernels("simd"));
  return isWanted ? compileKernels(undefined, hasWideVectors()) : undefined;
}

function toJob(
  program: Program,
  { format, handle, labels }: IndexedSource,
  kernels: KernelModule | undefined,
): Job {
  return {
    program,
    images: { format, handle },
    labels,
    ...(kernels && { kernels }),
  };
}
