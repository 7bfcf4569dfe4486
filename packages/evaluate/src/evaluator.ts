import type { Corruption } from "@evalpool/corruptions";
import type { IndexedSource } from "@evalpool/data";
import { shorten, UsageError } from "@evalpool/errors";
import type { Tally } from "@evalpool/metrics";
import type { Model } from "@evalpool/models";
import type { KernelModule } from "@evalpool/tensor";
import { aggregate } from "./aggregate.js";
import { chooseKernels, type BackendChoice } from "./choose-kernels.js";
import { DEFAULT_BATCH_SIZE } from "./defaults.js";
import type { ImageSamples } from "./image-samples.js";
import { inOrder } from "./in-order.js";
import { jobOf } from "./job-of.js";
import { loadBoth, type Input } from "./load-both.js";
import type { OwnPredictor } from "./own-predictor.js";
import { planShards } from "./plan-shards.js";
import { rootCause } from "./root-cause.js";
import type { EvaluationResult, Timings } from "./result.js";
import type { StartedRunner } from "./shard-runner.js";

/** What a model is evaluated on; only the time it takes depends on all but the limit. */
export interface RunConfig {
  /** Evaluates the first images only: all, where there are no more. */
  readonly limit?: number | undefined;
  /** Images in one forward pass (default 100). Changes no bit of the result. */
  readonly batchSize?: number | undefined;
  /** What is done to images as they are read, before they are preprocessed. */
  readonly corruption?: Corruption | undefined;
  /** What the forward pass runs on (default `auto`). */
  readonly backend?: BackendChoice | undefined;
  /** Leaves out kernels that round more than sums of products do: Winograd's convolutions. */
  readonly exact?: boolean | undefined;
  /** Whether the engine makes 256-bit operations of 128-bit ones (default false). */
  readonly wide?: boolean | undefined;
}

/** A model and a data set on a runner, to be evaluated any number of times. */
export interface Evaluator<M extends Model | OwnPredictor = Model> extends AsyncDisposable {
  readonly model: M;
  readonly dataset: IndexedSource;
  /** What is done to its images, if anything is. */
  readonly corruption?: Corruption;
  readonly config: EvaluationResult["config"];
  readonly timings: Pick<Timings, "loadMs" | "poolStartMs">;
  /**
   * Evaluates all images once, after what was asked for before.
   *
   * @throws {ShardError} when a shard fails or is not counted exactly once; `signal.reason` when
   * aborted
   * @throws {DataError} when the images cannot be read, or their file changed
   * @throws {UsageError} when the evaluator is disposed of
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

/** For callers without types. @throws {UsageError} that names what nobody would be told */
function requireObserver(observer: RunObserver): void {
  for (const [name, callback] of Object.entries(observer)) {
    if (name !== "onProgress" && name !== "onSamples") {
      throw new UsageError(`run: expected onProgress or onSamples, got ${shorten(name, 40)}`);
    }
    if (callback !== undefined && typeof callback !== "function") {
      throw new UsageError(`run: expected ${name} to be a function, got ${typeof callback}`);
    }
  }
}

/**
 * Makes ready to evaluate a model on a data set, which are loaded while the runner starts. Disposing
 * of it closes the runner, as an error does.
 *
 * @throws {DataError} when the images do not fit the model
 * @throws {WorkerError} when the runner cannot be started
 * @throws {UsageError} when a number is not whole or out of its range, or kernels cannot be had
 * @throws {AggregateError} when neither model nor data set can be loaded; else the error of the
 * one that cannot, or `signal.reason` when aborted
 */
export async function createEvaluatorOn<M extends Model | OwnPredictor>(
  starting: StartedRunner | Promise<StartedRunner>,
  options: Input<M> & RunConfig,
): Promise<Evaluator<M>> {
  const loading = loadBoth(options);
  // Told below, whenever it fails.
  loading.catch(() => undefined);
  const runner = await starting;
  try {
    const started = runner.ready().then(runner.elapsed);
    started.catch(() => undefined);
    // Compiled while all else loads.
    const kernels = chooseKernels(options.backend ?? "auto", options.wide ?? false);
    const { model, dataset } = await loading;
    const { config, evaluate } = prepare(runner, model, dataset, kernels, options);
    const loadMs = runner.elapsed();
    const poolStartMs = await started;
    let last: Promise<unknown> = Promise.resolve();
    let isClosed = false;
    return {
      model,
      dataset,
      ...(options.corruption && { corruption: options.corruption }),
      config,
      timings: { loadMs, poolStartMs },
      run(observer = {}) {
        const tally = last.then(() => {
          requireObserver(observer);
          if (isClosed) throw new UsageError("the evaluator is disposed of: create another");
          return evaluate(observer);
        });
        last = tally.catch(() => undefined);
        return tally;
      },
      [Symbol.asyncDispose]() {
        isClosed = true;
        return runner[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    const cause = await rootCause(error, runner);
    await runner[Symbol.asyncDispose]();
    throw cause;
  }
}

interface Prepared {
  readonly config: EvaluationResult["config"];
  readonly evaluate: (observer: RunObserver) => Promise<Tally>;
}

function prepare(
  runner: StartedRunner,
  model: Model | OwnPredictor,
  dataset: IndexedSource,
  kernels: KernelModule | undefined,
  { limit = Infinity, batchSize = DEFAULT_BATCH_SIZE, exact = false, corruption }: RunConfig,
): Prepared {
  const { threads } = runner;
  const { count, labels } = dataset;
  const images = Math.min(limit, count);
  const asked = planShards(images, threads, batchSize);
  const making = { kernels, batchSize: asked.batchSize, isExact: exact, corruption };
  const { job, backend } = jobOf(model, dataset, making);
  const plan = planShards(images, threads, job.batchSize);
  const run = runner.prepare(job, plan);
  return {
    config: {
      threads,
      batchSize: plan.batchSize,
      backend,
      ...(exact && { exact: true as const }),
      shards: plan.count,
    },
    async evaluate({ onProgress, onSamples }) {
      onProgress?.(0, images);
      const handOn = inOrder((samples: ImageSamples) => onSamples?.(samples));
      const outcomes = await run({
        withPredictions: onSamples !== undefined,
        onOutcome({ ranges, predictions = [] }) {
          for (const [i, range] of ranges.entries()) {
            const of = predictions[i];
            if (of) handOn({ range, labels: labels.subarray(range.start, range.end), ...of });
          }
        },
        onProgress: onProgress && ((done) => onProgress(done, images)),
      });
      onProgress?.(images, images);
      return aggregate(images, outcomes);
    },
  };
}
