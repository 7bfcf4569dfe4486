import { without } from "../coverage.js";
import { parsePart } from "../parts/parse-part.js";
import { createPartMerger, type PartMerger } from "../parts/part-merger.js";
import type { Part, RunIdentity } from "../parts/part.js";
import { RangePlanner } from "../parts/range-planner.js";
import { runDifferences } from "../parts/run-differences.js";
import { imagesIn, type ShardRange } from "../plan-shards.js";

export interface ModelJob {
  readonly range: ShardRange;
  /** The last that any worker answered, as it is stored; another may come in its place. */
  answer?: string;
  isTaken?: boolean;
}

export const idOf = ({ start, end }: ShardRange): string => `${start}-${end}`;

/** A queue as it is at its worst: it stores whatever anybody answers, and forgets when told to. */
export class ModelQueue {
  readonly jobs = new Map<string, ModelJob>();

  /** What is there already stays, as in a queue that knows jobs by their id. */
  add(range: ShardRange): void {
    if (!this.jobs.has(idOf(range))) this.jobs.set(idOf(range), { range });
  }

  take(): ModelJob | undefined {
    const job = [...this.jobs.values()].find(({ answer, isTaken }) => !isTaken && !answer);
    if (job) job.isTaken = true;
    return job;
  }

  answer(range: ShardRange, answer: unknown): void {
    this.add(range);
    Object.assign(this.jobs.get(idOf(range))!, { answer: JSON.stringify(answer) });
  }

  /** Locks run out, of workers that died and of others that are slow: their jobs are there to take. */
  expire(which: (place: number) => boolean = () => true): void {
    const taken = [...this.jobs.values()].filter(({ isTaken }) => isTaken);
    for (const job of taken.filter((_, i) => which(i))) job.isTaken = false;
  }
}

/**
 * What a coordinator does with planner and merger, without what connects, waits and tells: it counts
 * what is stored for a range, and looks for that by the range's id.
 */
export class ModelCoordinator {
  readonly merger: PartMerger;
  readonly #out = new Map<string, ShardRange>();
  #planner: RangePlanner;

  /** Takes up what is there, whoever put it there. */
  constructor(
    readonly run: RunIdentity,
    readonly queue: ModelQueue,
    readonly batchSize: number,
  ) {
    this.merger = createPartMerger(run, "this run");
    this.#planner = this.#plan();
    for (const [id, { range }] of queue.jobs) this.#out.set(id, range);
    this.sweep();
    this.#planner = this.#plan();
  }

  get isDone(): boolean {
    return this.merger.missing().length === 0;
  }

  /** How many images are counted. */
  get images(): number {
    return this.run.total - imagesIn(this.merger.missing());
  }

  /** Is told that something came: a hint, which may be late, double or of anything. */
  hear(id: string): void {
    const range = this.#out.get(id);
    if (range) this.#look(id, range);
  }

  /** Looks for all that it waits for. */
  sweep(): void {
    for (const [id, range] of [...this.#out]) this.#look(id, range);
  }

  handOut(workers: number): void {
    // Of ranges that share images, not all are counted: what only they have is planned anew.
    if (this.#out.size === 0) this.#planner = this.#plan();
    for (const range of this.#planner.next(workers)) {
      this.#out.set(idOf(range), range);
      this.queue.add(range);
    }
  }

  #look(id: string, range: ShardRange): void {
    // It may be gone: then it is handed out again.
    this.queue.add(range);
    const answer = this.queue.jobs.get(id)?.answer;
    if (answer === undefined) return;
    const part = this.#parse(range, answer);
    if (!part) {
      this.queue.jobs.delete(id);
      this.queue.add(range);
      return;
    }
    this.#out.delete(id);
    if (this.merger.overlapping(part.ranges) !== undefined) return;
    this.merger.add(id, part);
    const { worker = "", evaluateMs } = part.made;
    this.#planner.done(worker, range, evaluateMs);
  }

  #plan(): RangePlanner {
    const handedOut = [...this.#out.values()];
    const missing = without(this.merger.missing(), handedOut);
    return new RangePlanner({ missing, handedOut }, this.batchSize);
  }

  /** Nothing but a part of this run and of this very range is taken. */
  #parse(range: ShardRange, answer: string): Part | undefined {
    let part: Part;
    try {
      part = parsePart(JSON.parse(answer));
    } catch {
      return undefined;
    }
    const isOwn = runDifferences(this.run, part.run) === undefined;
    return isOwn && part.ranges.map(idOf).join() === idOf(range) ? part : undefined;
  }
}
