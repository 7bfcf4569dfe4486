/**
 * Whose matter an error is, whatever its wording:
 *
 * - `usage`: what was asked for cannot be carried out, or contradicts itself
 * - `data`: a data set is missing, damaged or not what it says it is
 * - `model`: a network or its weights are missing, damaged or do not fit each other
 * - `shape`: an operation was given shapes that do not fit
 * - `worker`: a thread or a shard failed for good
 * - `coverage`: images were not counted exactly once
 * - `aborted`: the caller stopped it
 */
export type ErrorKind = "usage" | "data" | "model" | "shape" | "worker" | "coverage" | "aborted";

/**
 * An error that evalpool foresees; all others are faults of the program. Callers read its fields,
 * people its message, which may hold anything that a file holds: `printable` shows it safely.
 */
export class EvalpoolError extends Error {
  override readonly name: string = "EvalpoolError";

  constructor(
    readonly kind: ErrorKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
