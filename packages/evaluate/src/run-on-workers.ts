import { fromPlain } from "@evalpool/errors";
import type { ShardsOutcome } from "./evaluate-shards.js";
import { shardFailure } from "./shard-failure.js";
import {
  createShardQueue,
  empty,
  hasTaken,
  imagesDone,
  refill,
  shardInWork,
} from "./shard-queue.js";
import type { RunOptions, ShardRunner } from "./shard-runner.js";
import type { ShardAnswer, ShardTask, Work } from "./shard-worker.js";
import { shareJob } from "./shared-memory.js";

/** Has some idle worker of a pool do a task. Rejects when that worker dies, and when aborted. */
export type SendTask = (task: ShardTask) => Promise<ShardAnswer>;

/** Milliseconds after which progress is told again. */
const TELL_EVERY = 50;

/**
 * Runs jobs on a pool of workers that `createShardWorker` serves. Which of them has which job is
 * nobody's concern: the first tasks bring it along, and a worker that lacks it says so, as does one
 * that took a dead one's place.
 */
export function prepareOnWorkers(
  threads: number,
  send: SendTask,
  signal?: AbortSignal,
): ShardRunner["prepare"] {
  let jobs = 0;
  return (job, plan) => {
    const id = jobs++;
    const queue = createShardQueue(plan);
    const work: Work = { job: shareJob(job), queue };
    let isFresh = true;
    /** Fulfilled when no task of the last run is left, as there may be where one has failed. */
    let idle: Promise<unknown> = Promise.resolve();

    /** What a worker that has the job answers; one that died before it took anything is no loss. */
    const ask = async (task: ShardTask): Promise<ShardAnswer> => {
      const answer = await send(task).catch((error: unknown) => {
        if (hasTaken(queue, task.taker)) throw error;
        return "lacking" as const;
      });
      return answer === "lacking" ? send({ ...task, work }) : answer;
    };
    const evaluate = async (task: ShardTask): Promise<ShardsOutcome> => {
      try {
        const answer = await ask(task);
        if (answer === "lacking") throw new Error("a worker does not keep its job");
        if ("error" in answer) throw fromPlain(answer.error);
        return answer.outcome;
      } catch (error) {
        signal?.throwIfAborted();
        throw shardFailure(error, shardInWork(queue, task.taker));
      }
    };

    return async ({ withPredictions, onOutcome, onProgress }: RunOptions) => {
      await idle;
      refill(queue);
      const tasks = Array.from(
        { length: withPredictions ? plan.count : Math.min(threads, plan.count) },
        (_, taker) => ({ id, taker, withPredictions, ...(isFresh && taker < threads && { work }) }),
      );
      isFresh = false;
      const outcomes = tasks.map(async (task) => {
        const outcome = await evaluate(task);
        onOutcome(outcome);
        return outcome;
      });
      idle = Promise.allSettled(outcomes);
      const { promise: failed, reject } = Promise.withResolvers<never>();
      const tellProgress = (): void => {
        try {
          onProgress?.(imagesDone(queue));
        } catch (error) {
          reject(error);
        }
      };
      const telling = onProgress && setInterval(tellProgress, TELL_EVERY);
      try {
        return await Promise.race([Promise.all(outcomes), failed]);
      } catch (error) {
        empty(queue);
        throw error;
      } finally {
        clearInterval(telling);
      }
    };
  };
}
