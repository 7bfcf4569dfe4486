import type { ShardRange } from "@evalpool/evaluate";
import type { JobQueue, QueueJob } from "./connection-of.js";
import type { Store } from "./open-store.js";
import { rangeJobId, rangeOfJob, rangeQueueOf } from "./range-job.js";
import { ATTEMPTS, RETRY_AFTER } from "./timing.js";

/** Jobs that are read at a time. */
const PAGE = 100;

/** What has become of a range. */
export type RangeState =
  | { readonly is: "done"; readonly result: unknown; readonly by: string }
  | { readonly is: "failed"; readonly reason: string; readonly by: string }
  | { readonly is: "out" }
  | { readonly is: "gone" };

/** A range that is in the store, and what has become of it. */
export interface StoredRange {
  readonly range: ShardRange;
  readonly state: RangeState;
}

const states = ["completed", "failed", "waiting", "active", "delayed", "prioritized"] as const;

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

  /** What an earlier coordinator has left. What is no range of this run is thrown out, and counted. */
  async stored(): Promise<{ ranges: StoredRange[]; foreign: number }> {
    const ranges: StoredRange[] = [];
    const foreign: QueueJob[] = [];
    for (const state of states) {
      for (let at = 0; ; at += PAGE) {
        const jobs = await this.#queue.getJobs([state], at, at + PAGE - 1, true);
        for (const job of jobs) {
          const range = rangeOfJob(this.runId, this.total, job);
          if (range) ranges.push({ range, state: stateOf(job) });
          else foreign.push(job);
        }
        if (jobs.length < PAGE) break;
      }
    }
    // One that is locked stays where it is: nobody asks for it.
    for (const job of foreign) await job.remove().catch(() => undefined);
    return { ranges, foreign: foreign.length };
  }

  /** What is there already stays as it is. */
  async add(ranges: readonly ShardRange[]): Promise<void> {
    for (const { start, end } of ranges) {
      await this.#queue.add(
        "range",
        { start, end },
        {
          jobId: rangeJobId(this.runId, { start, end }),
          attempts: ATTEMPTS,
          backoff: { type: "fixed", delay: RETRY_AFTER },
          // Where a worker's files lie is nobody's concern.
          stackTraceLimit: 0,
        },
      );
    }
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
function stateOf({
  finishedOn,
  failedReason,
  returnvalue,
  processedBy = "a worker",
}: QueueJob): RangeState {
  if (!finishedOn) return { is: "out" };
  if (returnvalue !== null && returnvalue !== undefined) {
    return { is: "done", result: returnvalue, by: processedBy };
  }
  return { is: "failed", reason: failedReason || "it was not said why", by: processedBy };
}
