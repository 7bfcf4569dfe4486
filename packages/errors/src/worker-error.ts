import { EvalpoolError } from "./evalpool-error.js";

/** A pool of worker threads that does not get to its feet. */
export class WorkerError extends EvalpoolError {
  override readonly name = "WorkerError";

  constructor(message: string, options?: ErrorOptions) {
    super("worker", message, options);
  }
}

/** A contiguous range of a data set's indices: `start` to `end`, exclusive. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** A shard that could not be evaluated (`worker`), or was not counted exactly once (`coverage`). */
export class ShardError extends EvalpoolError {
  override readonly name = "ShardError";

  /** @param range the images concerned */
  constructor(
    readonly range: Range,
    reason: string,
    { kind = "worker", ...options }: ErrorOptions & { kind?: "worker" | "coverage" } = {},
  ) {
    super(kind, `images ${range.start} to ${range.end - 1}: ${reason}`, options);
  }
}
