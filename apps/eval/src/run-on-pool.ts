import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import { ShardError, WorkerError } from "./errors.js";
import type { ShardOutcome } from "./evaluate-shard.js";
import type { ShardRunner } from "./shard-runner.js";
import type { ShardTask } from "./worker.js";

/** For a worker's own objects: what is large lies outside of its heap. One that leaks ends soon. */
const WORKER_HEAP_MB = 256;

/** Evaluates shards on a pool of worker threads, which starts at once. */
export function runOnPool(threads: number, signal?: AbortSignal): ShardRunner {
  const pool = new Piscina<ShardTask | undefined, ShardOutcome>({
    filename: fileURLToPath(new URL("./worker.cjs", import.meta.url)),
    // What a worker loads at its start.
    name: "evaluate" satisfies keyof typeof import("./worker.js"),
    minThreads: threads,
    maxThreads: threads,
    resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB },
  });
  /** How many workers have the job: once all do, tasks are ranges alone. */
  const prepared = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
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
  const call = async (name: string, task?: ShardTask): Promise<ShardOutcome> => {
    signal?.throwIfAborted();
    // Not Promise.race: that leaves something behind with a promise that is never settled.
    const { promise, resolve, reject } = Promise.withResolvers<ShardOutcome>();
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
    run: (job, shards, { withPredictions, onShard }) => {
      const isPrepared = Atomics.load(prepared, 0) === threads;
      const task = { withPredictions, ...(!isPrepared && { preparation: { job, prepared } }) };
      return Promise.all(
        shards.map(async (range) => {
          const outcome = await call("evaluate", { range, ...task }).catch((cause: unknown) => {
            signal?.throwIfAborted();
            throw new ShardError(range, (cause as Error).message, { cause });
          });
          onShard(range, outcome);
          return { range, tally: outcome.tally };
        }),
      );
    },
    async [Symbol.asyncDispose]() {
      signal?.removeEventListener("abort", abort);
      await (closing ??= pool.destroy());
    },
  };
}
