import {
  createShardEvaluator,
  type Job,
  type ShardEvaluator,
  type ShardOutcome,
} from "./evaluate-shard.js";
import type { ShardRange } from "./plan-shards.js";

export interface ShardTask {
  readonly job: Job;
  readonly range: ShardRange;
  readonly withPredictions: boolean;
}

/** A worker serves one run, so it prepares for its job once. */
let evaluateShard: ShardEvaluator | undefined;

/** Returns as soon as the worker is up. */
export function ready(): void {
  // Being called is all there is to it.
}

export function evaluate({ job, range, withPredictions }: ShardTask): ShardOutcome {
  evaluateShard ??= createShardEvaluator(job);
  const batches = evaluateShard(range, withPredictions);
  for (;;) {
    const { done, value } = batches.next();
    if (done) return value;
  }
}
