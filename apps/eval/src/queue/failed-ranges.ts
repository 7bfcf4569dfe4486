import { ShardError } from "@evalpool/errors";
import type { ShardRange } from "@evalpool/evaluate";
import { FAILED_ALONE } from "./timing.js";

/** The last failure of a range that is to be tried again. */
export interface Failure {
  readonly reason: string;
  readonly by: string;
  /** How often it has failed. */
  readonly tries: number;
}

/**
 * Ranges that failed and are to be tried again. A worker in which one fails leaves the run, as its
 * data may be damaged: others go on, but where none is left, that is what ends the run.
 */
export class FailedRanges {
  readonly #failures = new Map<number, Failure & { readonly range: ShardRange }>();
  /** How often each had failed under an earlier coordinator. */
  readonly #before = new Map<number, number>();
  #aloneSince: number | undefined;

  /** Of a range that was found when the run was taken up: it is tried again now. */
  forgive({ start }: ShardRange, { tries }: Failure): void {
    this.#before.set(start, tries);
  }

  see(range: ShardRange, failure: Failure): void {
    if (failure.tries <= (this.#before.get(range.start) ?? 0)) return;
    this.#failures.set(range.start, { ...failure, range });
  }

  /** Of one that has come back after all. */
  end({ start }: ShardRange): void {
    this.#failures.delete(start);
  }

  /** @throws {ShardError} when there is no worker for a while, and a range has failed */
  requireWorkers(count: number): void {
    const [failure] = this.#failures.values();
    if (count > 0 || failure === undefined) {
      this.#aloneSince = undefined;
      return;
    }
    this.#aloneSince ??= performance.now();
    if (performance.now() - this.#aloneSince < FAILED_ALONE) return;
    const { range, by, reason } = failure;
    throw new ShardError(range, `${by}: ${reason}; no worker is left to try again`);
  }
}
