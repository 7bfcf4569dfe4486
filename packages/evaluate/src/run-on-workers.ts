import { fromPlain } from "@evalpool/errors";
import { canShare } from "./can-share.js";
import type { ShardsOutcome } from "./evaluate-shards.js";
import { shardFailure } from "./shard-failure.js";
import {
  createShardQueue,
  empty,
  hasTaken,
  imagesDone,
  shardInWork,
  takeShards,
  type ShardQueue,
} from "./shard-queue.js";
import type { Job } from "./job.js";
import type { ShardRunner } from "./shard-runner.js";
import type { ShardAnswer, ShardTask } from "./shard-worker.js";
import { shareJob } from "./shared-memory.js";

/** Has some idle worker of a pool do a task. Rejects when that worker dies, and when aborted. */
export type SendTask = (task: ShardTask) => Promise<ShardAnswer>;

/** Milliseconds after which progress is told again. */
const TELL_EVERY = 50;

/** Tasks for each worker, where a task is one shard: one in work, and one that it need not wait for. */
const TASKS_PER_WORKER = 2;

/**
 * Runs jobs on a pool of workers that `createShardWorker` serves. Which of them has which job is
 * nobody's concern: the first tasks bring it along, and a worker that lacks it says so, as does one
 * that took a dead one's place.
 *
 * Workers take shards from a queue whose memory they share. Where they cannot share any, or the
 * predictions of each shard are wanted as they come, shards are taken here, and each is a task.
 */
export function prepareOnWorkers(
  threads: number,
  send: SendTask,
  signal?: AbortSignal,
): ShardRunner["prepare"] {
  let jobs = 0;
  return (made) => {
    const id = jobs++;
    const job = shareJob(made);
    let isFresh = true;
    /** Fulfilled when no task of the last run is left, as there may be where one has failed. */
    let idle: Promise<unknown> = Promise.resolve();

    return async (plan, { withPredictions, oneByOne, onOutcome, onProgress }) => {
      await idle;
      const queue = createShardQueue(plan);
      const evaluate = evaluateOn(send, { job, queue }, signal);
      const isTakenHere = withPredictions || oneByOne || !canShare();
      const takers = Math.min(threads * (isTakenHere ? TASKS_PER_WORKER : 1), plan.count);
      const bringing = isFresh ? threads : 0;
      isFresh = false;
      const outcomes: ShardsOutcome[] = [];
      const serve = async (taker: number): Promise<void> => {
        let bring = taker < bringing ? { job } : {};
        for (const shards of isTakenHere ? takeShards(queue, taker) : [queue]) {
          const outcome = await evaluate({ id, taker, shards, withPredictions, ...bring });
          bring = {};
          outcomes.push(outcome);
          onOutcome(outcome);
        }
      };
      const serving = Array.from({ length: takers }, (_, taker) => serve(taker));
      idle = Promise.allSettled(serving);
      const telling = tellProgress(onProgress && (() => onProgress(imagesDone(queue))));
      try {
        await Promise.race([Promise.all(serving), telling.failed]);
        return outcomes;
      } catch (error) {
        empty(queue);
        throw error;
      } finally {
        telling.stop();
      }
    };
  };
}

/** What a run is of. */
interface Work {
  readonly job: Job;
  readonly queue: ShardQueue;
}

/**
 * Has tasks done by workers that may lack the job or die. One that died before it took anything is no
 * loss, nor is one that had a single shard, which is sent once more.
 */
function evaluateOn(
  send: SendTask,
  { job, queue }: Work,
  signal: AbortSignal | undefined,
): (task: ShardTask) => Promise<ShardsOutcome> {
  const ask = async (task: ShardTask): Promise<ShardAnswer> => {
    const answer = await send(task).catch((error: unknown) => {
      if ("plan" in task.shards && hasTaken(queue, task.taker)) throw error;
      signal?.throwIfAborted();
      return "lacking" as const;
    });
    return answer === "lacking" ? send({ ...task, job }) : answer;
  };
  return async (task) => {
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
}

/** Tells progress from time to time until it is stopped, and when that fails. */
function tellProgress(tell: (() => void) | undefined): {
  readonly failed: Promise<never>;
  readonly stop: () => void;
} {
  const { promise: failed, reject } = Promise.withResolvers<never>();
  const attempt = (): void => {
    try {
      tell?.();
    } catch (error) {
      reject(error);
    }
  };
  const timer = tell && setInterval(attempt, TELL_EVERY);
  return { failed, stop: () => clearInterval(timer) };
}
