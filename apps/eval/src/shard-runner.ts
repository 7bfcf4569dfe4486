import { requireInteger, stopwatch, type StartedRunner } from "@evalpool/evaluate";

/**
 * Starts what evaluates shards; its threads are not awaited. What that takes is loaded here alone,
 * so that threads start before all else is loaded.
 *
 * @param threads size of the pool; 0 evaluates in this thread
 * @throws {UsageError} when that is no such number
 * @throws {WorkerError} when so many threads cannot be had
 */
export async function startShardRunner(
  threads: number,
  signal?: AbortSignal,
): Promise<StartedRunner> {
  requireInteger("number of threads", threads, 0);
  const elapsed = stopwatch();
  const runner =
    threads === 0
      ? (await import("./run-here.js")).runHere(signal)
      : (await import("./run-on-pool.js")).runOnPool(threads, signal);
  return { ...runner, elapsed };
}
