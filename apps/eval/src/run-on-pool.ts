import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import { ShardError, WorkerError } from "@evalpool/errors";
import {
  type ShardsOutcome,
  createShardQueue,
  empty,
  imagesDone,
  refill,
  shardInWork,
  shareJob,
} from "@evalpool/evaluate";
import type { ShardThreads } from "./shard-runner.js";
import type { Preparation, ShardTask } from "./worker.js";

/** For a worker's own objects: what is large lies outside of its heap. One that leaks ends soon. */
const WORKER_HEAP_MB = 256;

/** Milliseconds after which progress is told again. */
const TELL_EVERY = 50;

/** Evaluates shards on a pool of worker threads, which starts at once. */
export function runOnPool(threads: number, signal?: AbortSignal): ShardThreads {
  const pool = new Piscina<ShardTask | undefined, ShardsOutcome>({
    filename: fileURLToPath(new URL("./worker.js", import.meta.url)),
    // What a worker loads at its start.
    name: "evaluate" satisfies keyof typeof import("./worker.js"),
    minThreads: threads,
    maxThreads: threads,
    resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB },
  });
  /** Reject what is waited for, when a worker dies without a task, as while starting. */
  const pending = new Set<(error: unknown) => void>();
  const rejectAll = (error: unknown): void => {
    for (const reject of pending) reject(error);
  };
  pool.on("error", rejectAll);
  // Not left to Piscina: where a task is aborted, it starts a new worker for the one that it ends,
  // and closing the pool waits for that.
  const abort = (): void => rejectAll(signal?.reason);
  signal?.addEventListener("abort", abort);
  const call = async (name: string, task?: ShardTask): Promise<ShardsOutcome> => {
    signal?.throwIfAborted();
    // Not Promise.race: that leaves something behind with a promise that is never settled.
    const { promise, resolve, reject } = Promise.withResolvers<ShardsOutcome>();
    pending.add(reject);
    pool.run(task, { name }).then(resolve, reject);
    return promise.finally(() => pending.delete(reject));
  };
  let closing: Promise<void> | undefined;

  return {
    async ready() {
      try {
        await Promise.all(Array.from({ length: threads }, () => call("ready")));
      } catch (cause) {
        signal?.throwIfAborted();
        const message = `a worker thread failed to start: ${(cause as Error).message}`;
        throw new WorkerError(message, { cause });
      }
    },
    prepare(job, plan) {
      const queue = createShardQueue(plan);
      const prepared = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
      const preparation: Preparation = { job: shareJob(job), queue, prepared };
      /** Fulfilled when no task of the last run is left, as there may be where one has failed. */
      let idle: Promise<unknown> = Promise.resolve();
      return async ({ withPredictions, onOutcome, onProgress }) => {
        await idle;
        refill(queue);
        const isPrepared = Atomics.load(prepared, 0) === threads;
        const evaluate = async (_: unknown, taker: number): Promise<ShardsOutcome> => {
          const outcome = await call("evaluate", {
            preparation: isPrepared ? undefined : preparation,
            taker,
            withPredictions,
          }).catch((cause: unknown) => {
            signal?.throwIfAborted();
            throw new ShardError(shardInWork(queue, taker), (cause as Error).message, { cause });
          });
          onOutcome(outcome);
          return outcome;
        };
        const length = withPredictions ? plan.count : Math.min(threads, plan.count);
        const thrown: unknown[] = [];
        const tellProgress = (): void => {
          try {
            onProgress?.(imagesDone(queue));
          } catch (error) {
            thrown.push(error);
            empty(queue);
          }
        };
        const tell = onProgress && setInterval(tellProgress, TELL_EVERY);
        const outcomes = Array.from({ length }, evaluate);
        idle = Promise.allSettled(outcomes);
        try {
          const all = await Promise.all(outcomes);
          if (thrown.length > 0) throw thrown[0];
          return all;
        } catch (error) {
          empty(queue);
          // A worker that takes the place of one that died has no job yet.
          Atomics.store(prepared, 0, 0);
          throw error;
        } finally {
          clearInterval(tell);
        }
      };
    },
    async [Symbol.asyncDispose]() {
      signal?.removeEventListener("abort", abort);
      await (closing ??= pool.destroy());
    },
  };
}
