import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { UsageError, WorkerError } from "@evalpool/errors";
import { parseBeat, Pulse } from "./beat.js";
import type { JobQueue } from "./connection-of.js";
import type { Store } from "./open-store.js";
import type { RunDescription } from "./run-description.js";
import { BEAT, WATCH } from "./timing.js";
import { parseNote, type WorkerNote } from "./worker-note.js";

/** Rows of the log that are read at a time, however many others write there; each comes whole. */
const MOST_NOTES = 100;

/** The run's own job, in a queue of runs that nobody works: by it workers know of the run. */
export class RunJob {
  readonly #queue: JobQueue;
  readonly #by = randomUUID();
  readonly #others = new Pulse();
  #count = 0;
  #notesRead = 0;

  constructor(
    store: Store,
    readonly id: string,
  ) {
    this.#queue = store.queue("runs");
  }

  /**
   * Puts the run there, unless one is that was begun before.
   *
   * @throws {UsageError} when another coordinator is at it
   */
  async begin(run: RunDescription, signal: AbortSignal): Promise<void> {
    const there = await this.#queue.getJob(this.id);
    if (there && (await this.#isAlive(signal))) throw this.#taken();
    // What a forger or another version has put there would be refused by all workers. PostgreSQL does
    // not keep the order of keys.
    if (there && !isDeepStrictEqual(there.data, run)) await this.#queue.remove(this.id);
    await this.#queue.add("run", run, { jobId: this.id });
    await this.beat();
  }

  async #isAlive(signal: AbortSignal): Promise<boolean> {
    for (let waited = 0; waited < WATCH; waited += BEAT / 2) {
      const job = await this.#queue.getJob(this.id);
      if (this.#others.see(parseBeat(job?.progress))) return true;
      await sleep(BEAT / 2, undefined, { signal });
    }
    return false;
  }

  #taken(): UsageError {
    return new UsageError(
      `--queue: another evalpool eval evaluates the same there, as ${this.id}: wait for its result`,
    );
  }

  /**
   * Shows that this coordinator lives.
   *
   * @throws {WorkerError} when the job is gone
   * @throws {UsageError} when another coordinator is at it, and stays
   */
  async beat(): Promise<void> {
    const job = await this.#queue.getJob(this.id);
    if (job === undefined) throw lostData(this.id);
    const there = parseBeat(job.progress);
    const isOther = there !== undefined && there.by !== this.#by;
    // Of two that have not seen each other begin, one stays: the same for both.
    if (isOther && this.#others.see(there) && there.by < this.#by) throw this.#taken();
    this.#count++;
    const beat = { by: this.#by, count: this.#count, at: Date.now() };
    await this.#queue.updateJobProgress(this.id, beat);
  }

  /** What workers have said since this was asked last. */
  async notes(): Promise<WorkerNote[]> {
    const from = this.#notesRead;
    const { logs } = await this.#queue.getJobLogs(this.id, from, from + MOST_NOTES - 1);
    this.#notesRead += logs.length;
    return logs.map(parseNote).filter((note) => note !== undefined);
  }

  /** Whether no other coordinator has taken it for dead meanwhile, and goes on with it. */
  async isOwn(): Promise<boolean> {
    const job = await this.#queue.getJob(this.id);
    return parseBeat(job?.progress)?.by === this.#by;
  }

  async end(): Promise<void> {
    await this.#queue.remove(this.id);
  }
}

export function lostData(id: string): WorkerError {
  return new WorkerError(
    `the queue lost its data, or another evalpool eval of the same took over and ended the run: ` +
      `${id} is no longer there; run the same command again to begin anew`,
  );
}
