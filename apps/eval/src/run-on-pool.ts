import { stat } from "node:fs";
import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import { leaveOutside, WorkerError } from "@evalpool/errors";
import {
  prepareOnWorkers,
  type ShardAnswer,
  type ShardRunner,
  type ShardTask,
} from "@evalpool/evaluate";
import { RevocableQueue } from "./revocable-queue.js";

/** For a worker's own objects: what is large lies outside of its heap. One that leaks ends soon. */
const WORKER_HEAP_MB = 256;

/** What a worker's file exports. */
type WorkerName = keyof typeof import("./worker.js");

/**
 * Evaluates shards on a pool of worker threads, which starts at once.
 *
 * @param worker file of what runs in each
 */
export function runOnPool(
  threads: number,
  signal?: AbortSignal,
  worker = new URL("./worker.js", import.meta.url),
): ShardRunner {
  startSystemThreads();
  const taskQueue = new RevocableQueue();
  const pool = new Piscina<ShardTask | undefined, unknown>({
    filename: fileURLToPath(worker),
    // What a worker loads at its start.
    name: "evaluate" satisfies WorkerName,
    // A thread is created when a task asks for it, so that one which cannot be is that task's error:
    // else it would be that of Piscina's constructor, and leave the others without an owner.
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: Infinity,
    // Piscina's idle workers else sleep in Atomics.wait: one that is terminated as it falls asleep may
    // never wake, and closing the pool waits for it.
    atomics: "disabled",
    resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB },
    taskQueue,
  });
  /** Reject what is waited for where no worker is left to do it, and when aborted. */
  const pending = new Set<(error: unknown) => void>();
  const rejectAll = (error: unknown): void => {
    for (const reject of pending) reject(error);
  };
  // Not left to Piscina: where a task is aborted, it starts a new worker for the one that it ends,
  // and closing the pool waits for that.
  const abort = (): void => rejectAll(signal?.reason);
  signal?.addEventListener("abort", abort);
  const call = async (name: WorkerName, task?: ShardTask): Promise<unknown> => {
    signal?.throwIfAborted();
    // Not Promise.race: that leaves something behind with a promise that is never settled.
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    pending.add(reject);
    try {
      pool.run(task, { name }).then(resolve, reject);
    } catch (error) {
      taskQueue.revoke();
      reject(error);
    }
    return promise.finally(() => pending.delete(reject));
  };
  // A worker may die without a task. Once all have started, that is no loss while others are left.
  let isStarting = true;
  let death: unknown = new Error("it exited");
  pool.on("error", (error) => {
    death = error;
  });
  pool.on("workerDestroy", () => {
    // After the tasks that it had are rejected.
    setImmediate(() => {
      if (isStarting || pool.threads.length === 0) rejectAll(death);
    });
  });
  const ready = async (): Promise<void> => {
    try {
      await Promise.all(Array.from({ length: threads }, () => call("ready")));
      isStarting = false;
    } catch (error) {
      signal?.throwIfAborted();
      throw startFailure(threads, error as Error);
    }
  };
  const started = ready();
  // Told to who asks whether all are ready.
  started.catch(() => undefined);
  const send = (task: ShardTask): Promise<ShardAnswer> =>
    call("evaluate", task) as Promise<ShardAnswer>;
  let closing: Promise<void> | undefined;

  return {
    threads,
    ready: () => started,
    prepare: prepareOnWorkers(threads, send, signal),
    async [Symbol.asyncDispose]() {
      signal?.removeEventListener("abort", abort);
      await (closing ??= pool.destroy());
    },
  };
}

/**
 * Node's own threads for files are created with their first use. Where workers had left no room for
 * them, the process would be aborted.
 */
function startSystemThreads(): void {
  stat(".", () => undefined);
}

/** What Node and the system say of a thread that there is no room for. */
const outOfResources: ReadonlySet<unknown> = new Set([
  "ERR_WORKER_INIT_FAILED",
  "ERR_WORKER_OUT_OF_MEMORY",
  "EAGAIN",
  "EMFILE",
  "ENFILE",
  "ENOMEM",
]);

/** What Node says of a file that a bundle has left behind, and of where Piscina looks for its own. */
const missing: ReadonlySet<unknown> = new Set(["MODULE_NOT_FOUND", "ERR_MODULE_NOT_FOUND"]);

function startFailure(threads: number, cause: NodeJS.ErrnoException): WorkerError {
  if (outOfResources.has(cause.code)) {
    const reason = `the system has no room for ${threads} worker threads (${cause.message})`;
    return new WorkerError(`${reason}: ask for fewer`, { cause });
  }
  const isLeftBehind = missing.has(cause.code) || cause instanceof ReferenceError;
  const reason = isLeftBehind ? leaveOutside("@evalpool/eval") : cause.message;
  return new WorkerError(`a worker thread failed to start: ${reason}`, { cause });
}
