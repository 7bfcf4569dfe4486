import { WorkerError } from "@evalpool/errors";
import { tell } from "../terminal/tell.js";
import { NO_WORKER } from "./timing.js";
import type { WorkerNote } from "./worker-note.js";

/** Knows how many workers there are, tells of them, and says when there are none. */
export class WorkerWatch {
  readonly #wait: number;
  readonly #tell: (lines: readonly string[]) => void;
  readonly #refused = new Set<string>();
  #since = performance.now();
  #toldAt = performance.now();
  /** As the store tells. */
  count = 0;

  /** @param wait milliseconds without one after which it is given up @param isQuiet tells no news */
  constructor(wait: number, isQuiet: boolean) {
    this.#wait = wait;
    this.#tell = isQuiet ? () => undefined : tell;
  }

  /** Tells what workers say: that one is refused is told though quiet, for somebody has to see to it. */
  hear(notes: readonly WorkerNote[]): void {
    for (const { worker, says, reason = "it was not said why" } of notes) {
      if (says === "joined") this.#tell([`evalpool: worker ${worker} joined`]);
      else if (says === "waits") {
        this.#tell([`evalpool: worker ${worker} cannot serve this run yet: ${reason}`]);
      } else if (!this.#refused.has(worker)) {
        this.#refused.add(worker);
        tell([`evalpool: worker ${worker} cannot serve this run: ${reason}`]);
      }
    }
  }

  /** @throws {WorkerError} when there was none for as long as is waited */
  see(count: number, shown: string): void {
    const now = performance.now();
    this.count = count;
    if (count > 0) {
      this.#since = now;
      this.#toldAt = now;
      return;
    }
    const without = now - this.#since;
    const told = `no worker at ${shown} for ${Math.round(without / 1000)} s`;
    if (without >= this.#wait) {
      throw new WorkerError(
        `${told}: start some with evalpool worker --queue, then run this again`,
      );
    }
    if (now - this.#toldAt < NO_WORKER) return;
    this.#toldAt = now;
    tell([`evalpool: ${told}: start some with evalpool worker --queue; waits`]);
  }
}
