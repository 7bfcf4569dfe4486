import { WorkerError } from "@evalpool/errors";
import { tell } from "../terminal/tell.js";
import { formatCount } from "../terminal/numbers.js";
import { JOIN, NO_WORKER } from "./timing.js";
import type { WorkerNote } from "./worker-note.js";

/** Knows how many workers there are, tells of them, and says when there are none. */
export class WorkerWatch {
  readonly #wait: number;
  readonly #tell: (lines: readonly string[]) => void;
  readonly #refused = new Set<string>();
  /** Counted from the first look: before that, workers cannot know of the run. */
  #since: number | undefined;
  #toldAt = 0;
  #hadWorker = false;
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

  /**
   * @throws {WorkerError} when there was none for as long as is waited; the first has time to come
   */
  see(count: number, shown: string): void {
    const now = performance.now();
    this.count = count;
    if (this.#since === undefined || count > 0) {
      this.#since = now;
      this.#toldAt = now;
    }
    if (count > 0) this.#hadWorker = true;
    if (count > 0 || now === this.#since) return;
    const without = now - this.#since;
    const told = this.#without(shown, Math.round(without / 1000));
    if (without >= (this.#hadWorker ? this.#wait : Math.max(this.#wait, JOIN))) {
      throw new WorkerError(`${told}; then run this again`);
    }
    if (now - this.#toldAt < NO_WORKER) return;
    this.#toldAt = now;
    tell([`evalpool: ${told}; waits`]);
  }

  /** Which workers are at another run, no store tells. */
  #without(shown: string, seconds: number): string {
    const unfit = this.#refused.size;
    if (unfit > 0) {
      return (
        `no worker at ${shown} for ${seconds} s that can serve this run, ` +
        `and ${formatCount(unfit, "worker")} said above why not: start others with evalpool worker --queue`
      );
    }
    return (
      `no worker at ${shown} for ${seconds} s: start some with evalpool worker --queue, ` +
      "or wait for those that are busy with another run"
    );
  }
}
