import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Tally } from "@evalpool/metrics";
import type { Piscina } from "piscina";
import { ShardError, WorkerError } from "./errors.js";
import {
  createShardEvaluator,
  type Job,
  type ShardEvaluator,
  type ShardOutcome,
} from "./evaluate-shard.js";
import type { ShardRange } from "./plan-shards.js";
import { stopwatch } from "./stopwatch.js";
import type { ShardTask } from "./worker.js";

/** The tally of one shard. */
export interface ShardTally {
  readonly range: ShardRange;
  readonly tally: Tally;
}

/** Where the shards of one job are evaluated: on a pool of worker threads, or here. */
export interface ShardRunner {
  /** Resolves when all of its threads are up. @throws {WorkerError} when one fails to start */
  ready(): Promise<void>;
  /**
   * Evaluates all shards.
   *
   * @throws {ShardError} when one fails; `signal.reason` when aborted
   */
  run(job: Job, shards: readonly ShardRange[], options: RunOptions): Promise<ShardTally[]>;
  close(): Promise<void>;
}

interface RunOptions {
  /** Whether each shard brings the predictions of its images. */
  readonly withPredictions: boolean;
  /** Called after each shard. */
  readonly onShard: (range: ShardRange, outcome: ShardOutcome) => void;
}

/** @param threads size of the pool; 0 evaluates in this thread */
export function createShardRunner(threads: number, signal?: AbortSignal): ShardRunner {
  return threads === 0 ? inProcess(signal) : pooled(threads, signal);
}

function inProcess(signal?: AbortSignal): ShardRunner {
  let evaluateShard: ShardEvaluator | undefined;
  return {
    ready: () => Promise.resolve(),
    async run(job, shards, { withPredictions, onShard }) {
      const evaluate = (evaluateShard ??= createShardEvaluator(job));
      const results: ShardTally[] = [];
      for (const range of shards) {
        const batches = evaluate(range, withPredictions);
        let step = failAs(range, () => batches.next());
        for (let slice = stopwatch(); !step.done; step = failAs(range, () => batches.next())) {
          if (slice() < LONGEST_SLICE) continue;
          await letIn(signal);
          slice = stopwatch();
        }
        results.push({ range, tally: step.value.tally });
        onShard(range, step.value);
        await letIn(signal);
      }
      return results;
    },
    close: () => Promise.resolve(),
  };
}

/** Milliseconds for which signals and timers wait at most, but for one batch. */
const LONGEST_SLICE = 20;

/** Lets signals and timers in. */
async function letIn(signal?: AbortSignal): Promise<void> {
  await setImmediate();
  signal?.throwIfAborted();
}

function pooled(threads: number, signal?: AbortSignal): ShardRunner {
  const starting = startPool(threads);
  /** How many workers have the job: once all do, tasks are ranges alone. */
  const prepared = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  // Not left to Piscina: where a task is aborted, it starts a new worker for the one that it ends,
  // and closing the pool waits for that.
  const abort = async (): Promise<void> => rejectAll((await starting).pending, signal?.reason);
  const onAbort = (): void => void abort();
  signal?.addEventListener("abort", onAbort);
  const call = async (name: string, task?: ShardTask): Promise<ShardOutcome> => {
    const { pool, pending } = await starting;
    signal?.throwIfAborted();
    // Not Promise.race: that leaves something behind with a promise that is never settled.
    const { promise, resolve, reject } = Promise.withResolvers<ShardOutcome>();
    pending.add(reject);
    pool.run(task, { name }).then(resolve, reject);
    return promise.finally(() => pending.delete(reject));
  };

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
    async close() {
      signal?.removeEventListener("abort", onAbort);
      await (await starting).pool.destroy();
    },
  };
}

interface StartingPool {
  readonly pool: Piscina<ShardTask | undefined, ShardOutcome>;
  /** Reject what is waited for, when a worker dies without a task, as while starting. */
  readonly pending: Set<(error: unknown) => void>;
}

function rejectAll(pending: StartingPool["pending"], error: unknown): void {
  for (const reject of pending) reject(error);
}

/** For a worker's own objects: what is large lies outside of its heap. One that leaks ends soon. */
const WORKER_HEAP_MB = 256;

async function startPool(threads: number): Promise<StartingPool> {
  const { Piscina } = await import("piscina");
  const pool = new Piscina<ShardTask | undefined, ShardOutcome>({
    filename: fileURLToPath(new URL("./worker.js", import.meta.url)),
    // What a worker loads at its start.
    name: "evaluate" satisfies keyof typeof import("./worker.js"),
    minThreads: threads,
    maxThreads: threads,
    resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB },
  });
  const pending = new Set<(error: unknown) => void>();
  pool.on("error", (error) => rejectAll(pending, error));
  return { pool, pending };
}

function failAs<T>(range: ShardRange, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new ShardError(range, (cause as Error).message, { cause });
  }
}
