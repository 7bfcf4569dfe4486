import { createPartMerger, RangePlanner, type ShardRange } from "@evalpool/evaluate";
import { correct, total } from "@evalpool/metrics";
import { createRandom, type Random } from "@evalpool/random";
import { EventQueue } from "./event-queue.ts";
import { rightOf, simulatedPart, simulatedRun } from "./simulated-part.ts";

/** A run over workers that are simulated; what plans and merges is what a real run has. */
export interface SimulatedRun {
  readonly images: number;
  readonly batchSize: number;
  readonly workers: number;
  /** Images per second of the slowest worker and of the fastest; the others lie between, evenly by ratio. */
  readonly slowest: number;
  readonly fastest: number;
  /** The share of the workers that dies in an hour; none takes a dead one's place. */
  readonly dyingPerHour: number;
  /** A dead worker's range is handed out again when its lock has run out… */
  readonly lockMs: number;
  /** … and that has been noticed: it is looked for so often. */
  readonly stalledMs: number;
  readonly seed: number;
}

export interface SimulatedOutcome {
  readonly seconds: number;
  readonly parts: number;
  readonly died: number;
  /** Shares of all workers' time, each from the start to its death or to the end. */
  readonly idle: number;
  /** Work on ranges that another did again. */
  readonly repeated: number;
  /** Milliseconds that planning and merging took, measured. */
  readonly coordinatorMs: number;
}

/** From the end of a range to the start of the next: it is returned, another is fetched. */
const ROUND_TRIP_MS = 5;
/** The coordinator looks at what came so often. */
const LOOK_EVERY_MS = 250;
/** A worker is so much faster or slower at one range than at another. */
const UNSTEADY = 0.2;

interface Worker {
  readonly name: string;
  /** Images per millisecond. */
  readonly speed: number;
  /** Milliseconds. */
  readonly diesAt: number;
}

/** @throws {Error} when the sum of the parts is not the right one, or the run does not end */
export function simulateRun(options: SimulatedRun): SimulatedOutcome {
  return new Simulation(options).run();
}

class Simulation {
  readonly #options: SimulatedRun;
  readonly #events = new EventQueue();
  readonly #random: Random;
  readonly #workers: readonly Worker[];
  readonly #planner: RangePlanner;
  readonly #run;
  readonly #merger;
  readonly #queue: ShardRange[] = [];
  readonly #waiting = new Set<Worker>();
  /** What came since the coordinator last looked. */
  #come: { readonly worker: Worker; readonly range: ShardRange; readonly ms: number }[] = [];
  #alive: number;
  #usefulMs = 0;
  #repeatedMs = 0;
  #coordinatorMs = 0;
  #parts = 0;

  constructor(options: SimulatedRun) {
    const { images, batchSize, workers, seed } = options;
    this.#options = options;
    this.#random = createRandom(seed, 0);
    this.#workers = Array.from({ length: workers }, (_, i) => this.#worker(i));
    this.#alive = workers;
    this.#planner = new RangePlanner({ missing: [{ start: 0, end: images }] }, batchSize);
    this.#run = simulatedRun(images);
    this.#merger = createPartMerger(this.#run, "the simulated run");
  }

  run(): SimulatedOutcome {
    for (const worker of this.#workers) {
      this.#waiting.add(worker);
      this.#events.after(worker.diesAt, () => this.#die(worker));
    }
    this.#look();
    while (!this.#planner.isDone) {
      if (!this.#events.step()) throw new Error("all workers died before the end");
    }
    this.#requireRight();
    const end = this.#events.now;
    const all = this.#workers.reduce((sum, { diesAt }) => sum + Math.min(diesAt, end), 0);
    return {
      seconds: end / 1000,
      parts: this.#parts,
      died: this.#workers.length - this.#alive,
      idle: (all - this.#usefulMs - this.#repeatedMs) / all,
      repeated: this.#repeatedMs / all,
      coordinatorMs: this.#coordinatorMs,
    };
  }

  #worker(i: number): Worker {
    const { workers, slowest, fastest, dyingPerHour } = this.#options;
    const speed = slowest * (fastest / slowest) ** (i / Math.max(workers - 1, 1));
    // Of a rate that does not change, times to the first event are exponential.
    const hours = -Math.log(1 - this.#random.uniform(0, 1)) / -Math.log(1 - dyingPerHour);
    return { name: `worker ${i}`, speed: speed / 1000, diesAt: hours * 3_600_000 };
  }

  /** The coordinator merges what came, and hands out more. */
  #look(): void {
    const come = this.#come;
    this.#come = [];
    const parts = come.map(({ range }) => simulatedPart(this.#run, range));
    const start = performance.now();
    for (const [i, { worker, range, ms }] of come.entries()) {
      const part = parts[i];
      if (part && this.#planner.done(worker.name, range, ms)) {
        this.#merger.add(`${range.start}-${range.end}`, part);
      }
    }
    const ranges = this.#planner.next(this.#alive);
    this.#coordinatorMs += performance.now() - start;
    this.#parts += come.length;
    this.#queue.push(...ranges);
    this.#wake();
  }

  /** Those that wait take what there is. */
  #wake(): void {
    for (const worker of this.#waiting) {
      if (this.#queue.length === 0) return;
      this.#waiting.delete(worker);
      this.#take(worker);
    }
  }

  #take(worker: Worker): void {
    const range = this.#queue.shift();
    if (range === undefined) {
      this.#waiting.add(worker);
      return;
    }
    const now = this.#events.now;
    const images = range.end - range.start;
    const ms = (images / worker.speed) * this.#random.uniform(1 - UNSTEADY, 1 + UNSTEADY);
    if (now + ms >= worker.diesAt) {
      this.#repeatedMs += worker.diesAt - now;
      this.#events.after(worker.diesAt - now + this.#noticedAfter(), () => {
        this.#queue.unshift(range);
        this.#wake();
      });
      return;
    }
    this.#events.after(ms, () => {
      this.#usefulMs += ms;
      if (this.#come.length === 0) this.#events.after(LOOK_EVERY_MS, () => this.#look());
      this.#come.push({ worker, range, ms });
    });
    this.#events.after(ms + ROUND_TRIP_MS, () => {
      if (worker.diesAt > this.#events.now) this.#take(worker);
    });
  }

  #die(worker: Worker): void {
    this.#alive--;
    this.#waiting.delete(worker);
  }

  #noticedAfter(): number {
    const { lockMs, stalledMs } = this.#options;
    return lockMs + this.#random.uniform(0, stalledMs);
  }

  #requireRight(): void {
    const { images } = this.#options;
    const tally = this.#merger.tally();
    const got = [this.#merger.missing().length, total(tally), correct(tally)];
    const expected = [0, images, rightOf(images)];
    if (got.join() === expected.join()) return;
    throw new Error(
      `expected gaps, images and those read right ${expected.join()}, got ${got.join()}`,
    );
  }
}
