import { SLOWEST_ATTEMPT } from "./timing.js";

/** A worker's attempts to join a run: after each that failed it waits longer. */
export class Attempts {
  #failed = 0;
  #notBefore = 0;
  readonly #reasons = new Set<string>();

  /** Whether the next one may be made. */
  get isDue(): boolean {
    return this.#notBefore <= performance.now();
  }

  /** @returns whether none has failed for that reason before */
  fail(reason: string): boolean {
    const pause = Math.min(1000 * 2 ** this.#failed, SLOWEST_ATTEMPT);
    this.#failed++;
    this.#notBefore = performance.now() + pause;
    const isNew = !this.#reasons.has(reason);
    this.#reasons.add(reason);
    return isNew;
  }

  succeed(): void {
    this.#failed = 0;
    this.#reasons.clear();
  }
}
