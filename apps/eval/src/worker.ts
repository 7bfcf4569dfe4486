import { openImages } from "@evalpool/data/node";
import {
  createShardEvaluator,
  type Job,
  type ShardEvaluator,
  type ShardsOutcome,
  takeShards,
  type ShardQueue,
} from "@evalpool/evaluate";

export interface ShardTask {
  /** Given until each worker of the pool has it. */
  readonly preparation: Preparation | undefined;
  readonly taker: number;
  /** Takes all that it gets, or with the predictions of its images a single shard. */
  readonly withPredictions: boolean;
}

/** What a worker needs once. */
export interface Preparation {
  readonly job: Job;
  readonly queue: ShardQueue;
  /** How many workers have it. */
  readonly prepared: Int32Array;
}

/** A worker serves one job. */
let own: { readonly evaluate: ShardEvaluator; readonly queue: ShardQueue } | undefined;

/** Returns as soon as the worker is up. */
export function ready(): void {
  // Being called is all there is to it.
}

export function evaluate({ preparation, taker, withPredictions }: ShardTask): ShardsOutcome {
  const { evaluate, queue } = (own ??= prepare(preparation!));
  const shards = takeShards(queue, taker, withPredictions ? 1 : Infinity);
  const batches = evaluate(shards, withPredictions);
  for (;;) {
    const { done, value } = batches.next();
    if (done) return value;
  }
}

function prepare({ job, queue, prepared }: Preparation): NonNullable<typeof own> {
  const evaluate = createShardEvaluator(job, openImages);
  Atomics.add(prepared, 0, 1);
  return { evaluate, queue };
}
