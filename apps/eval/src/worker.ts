import {
  createShardEvaluator,
  type Job,
  type ShardEvaluator,
  type ShardOutcome,
} from "./evaluate-shard.js";
import type { ShardRange } from "./plan-shards.js";

export interface ShardTask {
  /** What a worker needs once; a pool does without it when each of its workers has it. */
  readonly preparation?: { readonly job: Job; readonly prepared: Int32Array };
  readonly range: ShardRange;
  readonly withPredictions: boolean;
}

/** A worker serves one run, so it prepares for its job once. */
let evaluateShard: ShardEvaluator | undefined;

/** Returns as soon as the worker is up. */
export function ready(): void {
  // Being called is all there is to it.
}

export function evaluate({ preparation, range, withPredictions }: ShardTask): ShardOutcome {
  if (evaluateShard === undefined) {
    const { job, prepared } = preparation!;
    evaluateShard = createShardEvaluator(job);
    Atomics.add(prepared, 0, 1);
  }
  const batches = evaluateShard(range, withPredictions);
  for (;;) {
    const { done, value } = batches.next();
    if (done) return value;
  }
}
