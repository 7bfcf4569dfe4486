import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Tally } from "@evalpool/metrics";
import type { Piscina } from "piscina";
import { ShardError, WorkerError } from "./errors.js";
import { createShardEvaluator, type Job, type ShardOutcome } from "./evaluate-shard.js";
import type { ShardRange } from "./plan-shards.js";
import { stopwatch } from "./stopwatch.js";
import type { ShardTask } from "./worker.js";

/** The tally of one shard. */
export interface ShardTally {
  readonly range: ShardRange;
  readonly tally: Tally;
}

/** Where shards are evaluated: on a pool of worker threads, or here. */
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
  return {
    ready: () => Promise.resolve(),
    async run(job, shards, { withPredictions, onShard }) {
      const evaluateShard = createShardEvaluator(job);
      const results: ShardTally[] = [];
      for (const range of shards) {
        const batches = evaluateShard(range, withPredictions);
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
  // Not left to Piscina: where a task is aborted, it starts a new worker for the one that it ends,
  // and closing the pool waits for that.
  const aborted = abortOf(signal);
  const call = async (name: string, task?: ShardTask): Promise<ShardOutcome> => {
    const { pool, died } = await starting;
    signal?.throwIfAborted();
    return Promise.race([pool.run(task, { name }), died, aborted]);
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
    run: (job, shards, { withPredictions, onShard }) =>
      Promise.all(
        shards.map(async (range) => {
          const task = { job, range, withPredictions };
          const outcome = await call("evaluate", task).catch((cause: unknown) => {
            signal?.throwIfAborted();
            throw new ShardError(range, (cause as Error).message, { cause });
          });
          onShard(range, outcome);
          return { range, tally: outcome.tally };
        }),
      ),
    close: async () => (await starting).pool.destroy(),
  };
}

/** Rejects when the signal aborts. */
function abortOf(signal?: AbortSignal): Promise<never> {
  const aborted = new Promise<never>((_, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
  aborted.catch(() => undefined);
  return aborted;
}

interface StartingPool {
  readonly pool: Piscina<ShardTask | undefined, ShardOutcome>;
  /** Rejects when a worker dies without a task, as while starting. */
  readonly died: Promise<never>;
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
  const died = new Promise<never>((_, reject) => pool.on("error", reject));
  died.catch(() => undefined);
  return { pool, died };
}

function failAs<T>(range: ShardRange, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new ShardError(range, (cause as Error).message, { cause });
  }
}
