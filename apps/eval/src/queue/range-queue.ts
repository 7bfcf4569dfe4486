import type { ShardRange } from "@evalpool/evaluate";
import type { JobQueue, QueueJob } from "./connection-of.js";
import type { Store } from "./open-store.js";
import type { Failure } from "./failed-ranges.js";
import { rangeJobId, rangeOfId, rangeQueueOf } from "./range-job.js";
import { ATTEMPTS } from "./timing.js";

/** Jobs that are read at a time. */
const PAGE = 100;

/** What has become of a range. */
export type RangeState =
  | { readonly is: "done"; readonly result: unknown; readonly by: string }
  | { readonly is: "failed"; readonly reason: string; readonly by: string }
  /** Waiting, or with a worker. */
  | { readonly is: "out"; readonly at: string | undefined; readonly failure?: Failure }
  | { readonly is: "gone" };

/** In the order in which a job has them, as far as it is not given back or tried again. */
const states = ["delayed", "prioritized", "waiting", "active", "completed", "failed"] as const;

/** The ranges of one run in the store: a job for each, kept until the run ends. */
export class RangeQueue {
  readonly #queue: JobQueue;

  /** @param total images of the run */
  constructor(
    store: Store,
    readonly runId: string,
    readonly total: number,
  ) {
    this.#queue = store.queue(rangeQueueOf(runId));
  }

  /**
   * What an earlier coordinator has left, and how many jobs there are that are no ranges of this run.
   *
   * Jobs move while they are read, so they are read until nothing new is found. One that is missed even
   * so costs time alone: its images are handed out again, and counted once.
   */
  async stored(): Promise<{ ranges: ShardRange[]; foreign: number }> {
    const ids = new Set<string>();
    for (let before = -1; ids.size > before;) {
      before = ids.size;
      for (const state of states) await this.#read(state, ids);
    }
    const all = [...ids].map((id) => rangeOfId(this.runId, this.total, id));
    const ranges = all.filter((range) => range !== undefined);
    return { ranges, foreign: all.length - ranges.length };
  }

  /** By their ids, so that what is not asked for is not read. */
  async #read(state: (typeof states)[number], into: Set<string>): Promise<void> {
    for (let at = 0; ; at += PAGE) {
      // The newest first: workers take the oldest, and what is left keeps its place.
      const ids = await this.#queue.getRanges([state], at, at + PAGE - 1, false);
      for (const id of ids) into.add(id);
      if (ids.length < PAGE) return;
    }
  }

  /** What is there already stays as it is. */
  async add(ranges: readonly ShardRange[]): Promise<void> {
    await Promise.all(
      ranges.map((range) =>
        // The id says which range it is: data that say it again could say another.
        this.#queue.add(
          "range",
          {},
          {
            jobId: rangeJobId(this.runId, range),
            attempts: ATTEMPTS,
            // Where a worker's files lie is nobody's concern.
            stackTraceLimit: 0,
          },
        ),
      ),
    );
  }

  async look(range: ShardRange): Promise<RangeState> {
    const job = await this.#queue.getJob(rangeJobId(this.runId, range));
    return job ? stateOf(job) : { is: "gone" };
  }

  async remove(range: ShardRange): Promise<void> {
    await this.#queue.remove(rangeJobId(this.runId, range));
  }

  /** How many workers listen to it, as the store tells. */
  workers(): Promise<number> {
    return this.#queue.getWorkersCount();
  }

  /** Leaves nothing of it. */
  async end(): Promise<void> {
    await this.#queue.obliterate({ force: true });
  }
}

/** A job that is to be tried again has not finished. */
function stateOf(job: QueueJob): RangeState {
  const { finishedOn, failedReason, returnvalue, processedBy, attemptsMade: tries } = job;
  const by = processedBy ?? "a worker";
  if (!finishedOn) {
    const failure = failedReason && tries > 0 && { reason: failedReason, by, tries };
    return { is: "out", at: processedBy, ...(failure && { failure }) };
  }
  if (returnvalue !== null && returnvalue !== undefined) {
    return { is: "done", result: returnvalue, by };
  }
  return { is: "failed", reason: failedReason || "it was not said why", by };
}
