import type { ShardsOutcome } from "./evaluate-shards.js";
import type { Job } from "./job.js";
import type { ShardPlan } from "./plan-shards.js";

/** Where shards are evaluated: on a pool of workers, or in the calling thread. */
export interface ShardRunner extends AsyncDisposable {
  /** Workers; 0 is the calling thread. */
  readonly threads: number;
  /** Resolves when all workers are up. @throws {WorkerError} when one fails to start */
  ready(): Promise<void>;
  /** Makes ready for one job, of which any shards may be run, one plan after the other. */
  prepare(job: Job): RunShards;
}

/** One that is told when it was started. */
export interface StartedRunner extends ShardRunner {
  /** Milliseconds since then. */
  readonly elapsed: () => number;
}

/**
 * Evaluates all shards of a plan.
 *
 * @throws {ShardError} when one fails; `signal.reason` when aborted; what is foreseen as it is
 */
type RunShards = (plan: ShardPlan, options: RunOptions) => Promise<ShardsOutcome[]>;

/** What is wanted of one run, and who is told of it. */
export interface RunOptions {
  /** Whether the predictions of the images are wanted: then shards come one by one too. */
  readonly withPredictions: boolean;
  /** Whether each shard is wanted by itself, as soon as it is done: else as many as come together. */
  readonly oneByOne?: boolean | undefined;
  /** Given what comes of shards, as they come. */
  readonly onOutcome: (outcome: ShardsOutcome) => void;
  /** Told from time to time how many images are done. */
  readonly onProgress?: ((done: number) => void) | undefined;
}
