import { ShardError } from "@evalpool/errors";
import type { ShardRange } from "@evalpool/evaluate";
import { tell } from "../terminal/tell.js";
import { ATTEMPTS, NO_WORKER, REFUSED_ALONE } from "./timing.js";

/**
 * What is stored for ranges and is no part of the run. Who stores it takes ranges from others, but
 * does not end their run: that ends when nothing else has come for long.
 */
export class Refusals {
  readonly #told = new Map<string, number>();
  /** Since something was counted. */
  #inTurn = 0;
  #since = 0;

  /** @throws {ShardError} when there is nothing but such, again and again */
  see(range: ShardRange, by: string, reason: string): void {
    const now = performance.now();
    if (this.#inTurn++ === 0) this.#since = now;
    this.#tell(range, `refuses what ${by} stored for`, reason, now);
    if (this.#inTurn <= ATTEMPTS || now - this.#since < REFUSED_ALONE) return;
    throw new ShardError(
      range,
      `no part came of any range, ${this.#inTurn} times; at last ${by} stored: ${reason}`,
    );
  }

  /** That a part came. */
  counted(): void {
    this.#inTurn = 0;
  }

  /** Of the same worker the same only after a while: one may store such each moment. */
  #tell({ start, end }: ShardRange, what: string, reason: string, now: number): void {
    const key = `${what} ${reason}`;
    const last = this.#told.get(key);
    if (last !== undefined && now - last < NO_WORKER) return;
    if (this.#told.size >= 100) this.#told.clear();
    this.#told.set(key, now);
    tell([`evalpool: ${what} images ${start} to ${end - 1}: ${reason}`]);
  }
}
