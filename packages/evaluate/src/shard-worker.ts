import type { OpenImages } from "@evalpool/data";
import { toPlain, type PlainError } from "@evalpool/errors";
import {
  createShardEvaluator,
  runSteps,
  type ShardEvaluator,
  type ShardsOutcome,
} from "./evaluate-shards.js";
import type { Job } from "./job.js";
import type { ShardRange } from "./plan-shards.js";
import type { CreatePredictor } from "./predictor.js";
import { takeShards, type ShardQueue } from "./shard-queue.js";

/** What a worker is sent: to evaluate one shard of a job, or to take shards until none is left. */
export interface ShardTask {
  /** Number of the job among those of the pool. */
  readonly id: number;
  /** Who it is among those who take from the queue. */
  readonly taker: number;
  /** One shard, or those that it takes from a queue whose memory it shares, until none is left. */
  readonly shards: ShardRange | ShardQueue;
  /** Whether the predictions of the images are wanted. */
  readonly withPredictions: boolean;
  /** The job itself: sent along where the worker may lack it. */
  readonly job?: Job;
}

/** What a worker answers: `lacking` where it asks for the same task with the job. */
export type ShardAnswer =
  { readonly outcome: ShardsOutcome } | { readonly error: PlainError } | "lacking";

/** A job made ready. */
interface Ready {
  readonly id: number;
  readonly evaluate: ShardEvaluator;
}

/** What runs in each worker. It keeps the job that it served last, and answers with data alone. */
export function createShardWorker(
  openImages: OpenImages,
  create?: CreatePredictor,
): (task: ShardTask) => Promise<ShardAnswer> {
  let last: Ready | undefined;

  return async ({ id, taker, shards, withPredictions, job }) => {
    try {
      if (last?.id !== id) {
        if (!job) return "lacking";
        // Before another is made ready, which takes memory too.
        last = undefined;
        last = { id, evaluate: createShardEvaluator(job, openImages, create) };
      }
      const taken = "plan" in shards ? takeShards(shards, taker) : [shards];
      return { outcome: await runSteps(last.evaluate(taken, withPredictions)) };
    } catch (error) {
      return { error: toPlain(error) };
    }
  };
}
