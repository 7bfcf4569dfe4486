import type { Tally } from "@evalpool/metrics";
import { createShardEvaluator, type Job, type ShardEvaluator } from "./evaluate-shard.js";
import type { ShardRange } from "./plan-shards.js";

export interface ShardTask {
  readonly job: Job;
  readonly range: ShardRange;
}

/** A worker serves one run, so it prepares for its job once. */
let evaluateShard: ShardEvaluator | undefined;

/** Returns as soon as the worker is up. */
export function ready(): void {
  // Being called is all there is to it.
}

export function evaluate({ job, range }: ShardTask): Tally {
  evaluateShard ??= createShardEvaluator(job);
  return evaluateShard(range);
}
