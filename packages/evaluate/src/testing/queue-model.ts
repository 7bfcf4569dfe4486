import { WorkerError } from "@evalpool/errors";
import { parsePart } from "../parts/parse-part.js";
import { createPartMerger, type PartMerger } from "../parts/part-merger.js";
import type { Part, RunIdentity } from "../parts/part.js";
import { RangePlanner } from "../parts/range-planner.js";
import { runDifferences } from "../parts/run-differences.js";
import { takeUp } from "../parts/take-up.js";
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

/** What a coordinator does with planner and merger, without what waits, tells and connects. */
export class ModelCoordinator {
  readonly merger: PartMerger;
  readonly planner: RangePlanner;

  /** Begins with what is there, whoever put it there. */
  constructor(
    readonly run: RunIdentity,
    readonly queue: ModelQueue,
    batchSize: number,
  ) {
    this.merger = createPartMerger(run, "this run");
    for (const { range, answer } of queue.jobs.values()) {
      if (answer && !this.#parse(range, answer)) queue.jobs.delete(idOf(range));
    }
    const jobs = [...queue.jobs.values()];
    const found = takeUp(run.total, {
      stored: jobs.filter(({ answer }) => answer).map(({ range }) => range),
      queued: jobs.filter(({ answer }) => !answer).map(({ range }) => range),
    });
    for (const range of found.stray) queue.jobs.delete(idOf(range));
    this.planner = new RangePlanner(
      { missing: found.missing, handedOut: [...found.counted, ...found.handedOut] },
      batchSize,
    );
    for (const range of found.counted) this.read(idOf(range));
  }

  /** Is told that something came: a hint, which may be late, double or of anything. */
  read(id: string): void {
    const job = this.queue.jobs.get(id);
    if (!job?.answer) return;
    const part = this.#parse(job.range, job.answer);
    if (part) {
      const { worker = "", evaluateMs } = part.made;
      if (this.planner.done(worker, job.range, evaluateMs)) this.merger.add(id, part);
    } else {
      // It is given back.
      this.queue.jobs.delete(id);
      if (this.planner.handedOut.some((range) => idOf(range) === id)) this.queue.add(job.range);
    }
  }

  /** Looks for all that it waits for. @throws {WorkerError} when some of it is gone */
  sweep(): void {
    for (const range of this.planner.handedOut) {
      if (!this.queue.jobs.has(idOf(range))) throw new WorkerError("the queue lost its data");
      this.read(idOf(range));
    }
  }

  handOut(workers: number): void {
    for (const range of this.planner.next(workers)) this.queue.add(range);
  }

  /** Nothing but a part of this run and of this very range is taken. */
  #parse(range: ShardRange, answer: string): Part | undefined {
    let part: Part;
    try {
      part = parsePart(JSON.parse(answer));
    } catch {
      return undefined;
    }
    const isOwn = runDifferences(this.run, part.run).length === 0;
    return isOwn && part.ranges.map(idOf).join() === idOf(range) ? part : undefined;
  }
}

/** How many images a coordinator has counted. */
export function countedBy({ run, merger }: ModelCoordinator): number {
  return run.total - imagesIn(merger.missing());
}
