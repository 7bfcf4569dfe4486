import type { Corruption } from "@evalpool/corruptions";
import type { IndexedSource } from "@evalpool/data";
import { shorten, UsageError } from "@evalpool/errors";
import { createTally, type Tally } from "@evalpool/metrics";
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
import { imagesIn, planShards, type ShardRange } from "./plan-shards.js";
import { probeOf } from "./probe.js";
import { rootCause } from "./root-cause.js";
import type { EvaluationResult, Timings } from "./result.js";
import type { ShardsOutcome } from "./evaluate-shards.js";
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
  /** How many images it is of: the first ones, where they are limited. */
  readonly images: number;
  /** Of which a tally is made. */
  readonly classes: number;
  /**
   * Evaluates all images once, or some of them, after what was asked for before.
   *
   * @throws {ShardError} when a shard fails or is not counted exactly once; `signal.reason` when
   * aborted
   * @throws {DataError} when the images cannot be read, or their file changed
   * @throws {UsageError} when the evaluator is disposed of
   */
  run(observer?: RunObserver): Promise<Tally>;
  /**
   * The tally of a few images of noise, the same everywhere: two evaluators whose kernels round
   * differently, or whose networks differ, give others.
   *
   * @throws as `run` does
   */
  probe(): Promise<Tally>;
}

/** Of which images, and what is told while they are evaluated. */
export interface RunObserver {
  /** Indices to evaluate, in order, none of them twice (default: all). */
  readonly ranges?: readonly ShardRange[] | undefined;
  /** Given what comes of each shard, as soon as it is done; without it that stays in the workers. */
  readonly onShard?: ((outcome: ShardsOutcome) => void) | undefined;
  /** Told at the start, from time to time, and at the end how many images are done. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Given the images with their predictions, by index; without it these stay in the workers. */
  readonly onSamples?: ((samples: ImageSamples) => void) | undefined;
}

const callbackNames = ["onProgress", "onSamples", "onShard"];

/** For callers without types. @throws {UsageError} that names what nobody would be told */
function requireObserver(observer: RunObserver): void {
  const { ranges, ...callbacks } = observer;
  for (const [name, callback] of Object.entries(callbacks)) {
    if (!callbackNames.includes(name)) {
      const expected = ["ranges", ...callbackNames].join(", ");
      throw new UsageError(`run: expected some of ${expected}, got ${shorten(name, 40)}`);
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
    const prepared = prepare(runner, model, dataset, kernels, options);
    const loadMs = runner.elapsed();
    const poolStartMs = await started;
    let last: Promise<unknown> = Promise.resolve();
    let isClosed = false;
    const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
      const done = last.then(() => {
        if (isClosed) throw new UsageError("the evaluator is disposed of: create another");
        return work();
      });
      last = done.catch(() => undefined);
      return done;
    };
    return {
      model,
      dataset,
      ...(options.corruption && { corruption: options.corruption }),
      config: prepared.config,
      images: prepared.images,
      classes: prepared.classes,
      timings: { loadMs, poolStartMs },
      run: (observer = {}) =>
        inTurn(() => {
          requireObserver(observer);
          return prepared.evaluate(observer);
        }),
      probe: () => inTurn(prepared.probe),
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
  readonly images: number;
  readonly classes: number;
  readonly evaluate: (observer: RunObserver) => Promise<Tally>;
  readonly probe: () => Promise<Tally>;
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
  const { classes } = job;
  const all = [{ start: 0, end: images }];
  const run = runner.prepare(job);
  return {
    config: {
      threads,
      batchSize: plan.batchSize,
      backend,
      ...(exact && { exact: true as const }),
      shards: plan.count,
    },
    images,
    classes,
    async evaluate({ ranges = all, onProgress, onSamples, onShard }) {
      requireWithin(images, ranges);
      const total = imagesIn(ranges);
      onProgress?.(0, total);
      if (total === 0) return createTally(classes);
      const handOn = inOrder(ranges, (samples: ImageSamples) => onSamples?.(samples));
      const outcomes = await run(planShards(ranges, threads, job.batchSize), {
        withPredictions: onSamples !== undefined,
        oneByOne: onShard !== undefined,
        onOutcome(outcome) {
          onShard?.(outcome);
          const { predictions = [] } = outcome;
          for (const [i, range] of outcome.ranges.entries()) {
            const of = predictions[i];
            if (of) handOn({ range, labels: labels.subarray(range.start, range.end), ...of });
          }
        },
        onProgress: onProgress && ((done) => onProgress(done, total)),
      });
      onProgress?.(total, total);
      return aggregate(ranges, outcomes, classes);
    },
    probe: () => probeOf(runner, job),
  };
}

/** @throws {UsageError} when ranges are not in order, or of images that are not evaluated */
function requireWithin(images: number, ranges: readonly ShardRange[]): void {
  let before = 0;
  for (const { start, end } of ranges) {
    const isWhole = Number.isInteger(start) && Number.isInteger(end);
    if (!isWhole || start < before || start >= end || end > images) {
      const expected = `ranges in order from ${before} to ${images}`;
      throw new UsageError(`run: expected ${expected}, got ${start} to ${end}`);
    }
    before = end;
  }
}
