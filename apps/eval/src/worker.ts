import {
  createShardEvaluator,
  type Job,
  type ShardEvaluator,
  type ShardsOutcome,
} from "./evaluate-shards.js";
import { takeShards, type ShardQueue } from "./shard-queue.js";

export interface ShardTask {
  /** What a worker needs once; a pool does without it when each of its workers has it. */
  readonly preparation: { readonly job: Job; readonly prepared: Int32Array } | undefined;
  readonly queue: ShardQueue;
  readonly taker: number;
  /** Takes all that it gets, or with the predictions of its images a single shard. */
  readonly withPredictions: boolean;
}

/** A worker serves one run, so it prepares for its job once. */
let evaluateShards: ShardEvaluator | undefined;

/** Returns as soon as the worker is up. */
export function ready(): void {
  // Being called is all there is to it.
}

export function evaluate(task: ShardTask): ShardsOutcome {
  const { preparation, queue, taker, withPredictions } = task;
  if (evaluateShards === undefined) {
    const { job, prepared } = preparation!;
    evaluateShards = createShardEvaluator(job);
    Atomics.add(prepared, 0, 1);
  }
  const shards = takeShards(queue, taker, withPredictions ? 1 : Infinity);
  const batches = evaluateShards(shards, withPredictions);
  for (;;) {
    const { done, value } = batches.next();
    if (done) return value;
  }
}
