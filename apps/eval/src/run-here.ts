import { openImages } from "@evalpool/data/node";
import { setImmediate } from "node:timers/promises";
import { ShardError } from "@evalpool/errors";
import {
  createShardEvaluator,
  type ShardsOutcome,
  createShardQueue,
  imagesDone,
  refill,
  shardInWork,
  takeShards,
  type ShardQueue,
  stopwatch,
} from "@evalpool/evaluate";
import type { ShardThreads } from "./shard-runner.js";

/** Evaluates shards in the calling thread, which signals and timers get a turn of. */
export function runHere(signal?: AbortSignal): ShardThreads {
  return {
    ready: () => Promise.resolve(),
    prepare(job, plan) {
      const evaluate = createShardEvaluator(job, openImages);
      const queue = createShardQueue(plan);
      return async ({ withPredictions, onOutcome, onProgress }) => {
        refill(queue);
        const outcomes: ShardsOutcome[] = [];
        while (imagesDone(queue) < plan.total) {
          const shards = takeShards(queue, 0, withPredictions ? 1 : Infinity);
          const batches: Iterator<void, ShardsOutcome> = evaluate(shards, withPredictions);
          try {
            let step = next(batches, queue);
            for (let slice = stopwatch(); !step.done; step = next(batches, queue)) {
              if (slice() < LONGEST_SLICE) continue;
              onProgress?.(imagesDone(queue));
              await letIn(signal);
              slice = stopwatch();
            }
            outcomes.push(step.value);
            onOutcome(step.value);
          } finally {
            // Closes the file of one that is not done.
            batches.return?.();
          }
          await letIn(signal);
        }
        return outcomes;
      };
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** Milliseconds for which signals and timers wait at most, but for one batch. */
const LONGEST_SLICE = 20;

/** Lets signals and timers in. */
async function letIn(signal?: AbortSignal): Promise<void> {
  await setImmediate();
  signal?.throwIfAborted();
}

function next<T>(batches: Iterator<void, T>, queue: ShardQueue): IteratorResult<void, T> {
  try {
    return batches.next();
  } catch (cause) {
    throw new ShardError(shardInWork(queue, 0), (cause as Error).message, { cause });
  }
}
