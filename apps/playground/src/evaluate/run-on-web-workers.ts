import { WorkerError } from "@evalpool/errors";
import {
  prepareOnWorkers,
  requireInteger,
  stopwatch,
  unlessAborted,
  type StartedRunner,
} from "@evalpool/evaluate";
import { createWorkerPool, type ShardThread } from "./worker-pool.js";

/**
 * Evaluates shards on a pool of Web Workers, which starts at once.
 *
 * @param signal ends what is under way, and so the wait for it; the threads end with the runner
 * @throws {UsageError} when there is no such number of threads
 */
export function runOnWebWorkers(
  threads: number,
  signal?: AbortSignal,
  createThread: () => ShardThread = startShardWorker,
): StartedRunner {
  requireInteger("number of threads", threads, 1);
  const elapsed = stopwatch();
  const pool = createWorkerPool(threads, createThread);
  const ready = unlessAborted(pool.ready, signal).catch((cause: unknown) => {
    signal?.throwIfAborted();
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new WorkerError(`a worker thread failed to start: ${message}`, { cause });
  });
  // Told to who asks whether all are ready.
  ready.catch(() => undefined);
  return {
    threads,
    elapsed,
    ready: () => ready,
    prepare: prepareOnWorkers(threads, (task) => unlessAborted(pool.send(task), signal), signal),
    [Symbol.asyncDispose]() {
      pool[Symbol.dispose]();
      return Promise.resolve();
    },
  };
}

function startShardWorker(): Worker {
  return new Worker(new URL("../workers/shard-worker.ts", import.meta.url), { type: "module" });
}
