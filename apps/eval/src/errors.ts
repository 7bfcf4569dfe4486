import type { ShardRange } from "./plan-shards.js";

/** A command line that cannot be carried out. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A shard that could not be evaluated, or was not counted exactly once. */
export class ShardError extends Error {
  override readonly name = "ShardError";

  /** @param range the images concerned */
  constructor(
    readonly range: ShardRange,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`images ${range.start} to ${range.end - 1}: ${reason}`, options);
  }
}

/** A pool of worker threads that does not get to its feet. */
export class WorkerError extends Error {
  override readonly name = "WorkerError";
}
