import {
  type Job,
  type ShardsOutcome,
  requireInteger,
  type ShardPlan,
  stopwatch,
} from "@evalpool/evaluate";

/** Where shards are evaluated: on a pool of worker threads, or in the calling thread. */
export interface ShardRunner extends ShardThreads {
  /** Milliseconds since it was started. */
  readonly elapsed: () => number;
}

export interface ShardThreads extends AsyncDisposable {
  /** Resolves when all of its threads are up. @throws {WorkerError} when one fails to start */
  ready(): Promise<void>;
  /** Makes ready for one job, which may be run any number of times, one after the other. */
  prepare(job: Job, plan: ShardPlan): RunShards;
}

/**
 * Evaluates all shards of a job.
 *
 * @throws {ShardError} when one fails; `signal.reason` when aborted
 */
type RunShards = (options: RunOptions) => Promise<ShardsOutcome[]>;

interface RunOptions {
  /** Whether the predictions of the images are wanted: then shards come one by one. */
  readonly withPredictions: boolean;
  /** Given what comes of shards, as they come. */
  readonly onOutcome: (outcome: ShardsOutcome) => void;
  /** Told from time to time how many images are done. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/**
 * Starts what evaluates shards; its threads are not awaited. What that takes is loaded here alone,
 * so that threads start before all else is loaded.
 *
 * @param threads size of the pool; 0 evaluates in this thread
 * @throws {RangeError} when that is no such number
 */
export async function startShardRunner(
  threads: number,
  signal?: AbortSignal,
): Promise<ShardRunner> {
  requireInteger("number of threads", threads, 0);
  const elapsed = stopwatch();
  const runner =
    threads === 0
      ? (await import("./run-here.js")).runHere(signal)
      : (await import("./run-on-pool.js")).runOnPool(threads, signal);
  return { ...runner, elapsed };
}
