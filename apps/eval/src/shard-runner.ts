import type { Tally } from "@evalpool/metrics";
import type { Job, ShardOutcome } from "./evaluate-shard.js";
import type { ShardRange } from "./plan-shards.js";

/** The tally of one shard. */
export interface ShardTally {
  readonly range: ShardRange;
  readonly tally: Tally;
}

/** Where the shards of one job are evaluated: on a pool of worker threads, or here. */
export interface ShardRunner extends AsyncDisposable {
  /** Resolves when all of its threads are up. @throws {WorkerError} when one fails to start */
  ready(): Promise<void>;
  /**
   * Evaluates all shards.
   *
   * @throws {ShardError} when one fails; `signal.reason` when aborted
   */
  run(job: Job, shards: readonly ShardRange[], options: RunOptions): Promise<ShardTally[]>;
}

export interface RunOptions {
  /** Whether each shard brings the predictions of its images. */
  readonly withPredictions: boolean;
  /** Called after each shard. */
  readonly onShard: (range: ShardRange, outcome: ShardOutcome) => void;
}

/**
 * Starts what evaluates shards; its threads are not awaited. What that takes is loaded here alone,
 * so that threads start before all else is loaded.
 *
 * @param threads size of the pool; 0 evaluates in this thread
 */
export async function startShardRunner(
  threads: number,
  signal?: AbortSignal,
): Promise<ShardRunner> {
  if (threads === 0) return (await import("./run-here.js")).runHere(signal);
  return (await import("./run-on-pool.js")).runOnPool(threads, signal);
}
