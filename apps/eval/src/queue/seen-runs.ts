import { shorten } from "@evalpool/errors";
import { tell } from "../terminal/tell.js";
import { Attempts } from "./attempts.js";
import { parseBeat, Pulse } from "./beat.js";
import type { JobQueue, QueueJob } from "./connection-of.js";
import { isRunId, parseRunDescription, type RunDescription } from "./run-description.js";
import { BEAT, CLOCK_OFF, LOOK, LOOK_AGAIN, SILENCE } from "./timing.js";

/**
 * Runs that are looked at: the last ones that were put there. Those whose coordinators are gone for
 * good count too, and they only ever become more.
 */
const MOST_RUNS = 100;

/** A run that a worker has seen. One that is begun again after it has ended is another. */
export interface SeenRun {
  readonly id: string;
  readonly run: RunDescription;
  readonly pulse: Pulse;
  /** When it was put there, by its coordinator's clock: it tells one from another, no more. */
  readonly begun: number;
  /**
   * How far this machine's clock is ahead of the coordinator's, in milliseconds: the least of what was
   * seen, as a beat that comes late makes it look more.
   */
  skew: number;
  /** Beats that were seen to change. */
  beats: number;
  /** How often this worker failed at it after it had joined. */
  failures: number;
  readonly attempts: Attempts;
  isRefused: boolean;
  /** By this process's time. */
  lookedAt: number;
}

/** After so many beats a clock is known to be ahead: one of them was not late. */
const SURE = 5;

/** The runs in a store, as a worker sees them. */
export class SeenRuns {
  readonly #queue: JobQueue;
  readonly #goesByClocks: boolean;
  readonly #seen = new Map<string, SeenRun>();
  /** What is none: when it was put there, and when it was read last. */
  /** Whether what comes now was not there before. */
  #hasLooked = false;
  readonly #ignored = new Map<string, { readonly begun: number; readonly at: number }>();

  /** @param goesByClocks whether the store's locks do */
  constructor(queue: JobQueue, goesByClocks: boolean) {
    this.#queue = queue;
    this.#goesByClocks = goesByClocks;
  }

  /** Looks which there are, and whether their coordinators live. */
  async look(): Promise<void> {
    const newest = await this.#queue.getRanges(["waiting"], 0, MOST_RUNS - 1, false);
    // The oldest of them first, as they are served.
    const ids = new Set(newest.reverse());
    for (const id of this.#seen.keys()) if (!ids.has(id)) this.#seen.delete(id);
    for (const id of ids) {
      if (!isRunId(id)) this.#ignore(id, 0, "not a run's id");
      else if (this.#isDue(id)) await this.lookAt(id);
    }
    this.#hasLooked = true;
  }

  /**
   * One that is known has a beat to be seen each second. What is no run may be large, and another may
   * come to be there under its id: it is read at times.
   */
  #isDue(id: string): boolean {
    const seen = this.#seen.get(id);
    if (seen) return performance.now() - seen.lookedAt >= BEAT - LOOK;
    const ignored = this.#ignored.get(id);
    return ignored === undefined || performance.now() - ignored.at >= LOOK_AGAIN;
  }

  /** @returns whether it is there, the one that was seen last where it was seen */
  async lookAt(id: string): Promise<boolean> {
    const before = this.#seen.get(id);
    const job = await this.#queue.getJob(id);
    if (job === undefined) return false;
    const isSame = before === undefined || before.begun === job.timestamp;
    const seen = before && isSame ? before : this.#parse(id, job);
    if (seen === undefined) {
      this.#seen.delete(id);
      return false;
    }
    this.#seen.set(id, seen);
    seen.lookedAt = performance.now();
    const beat = parseBeat(job.progress);
    if (seen.pulse.see(beat) && beat) {
      seen.skew = Math.min(seen.skew, Date.now() - beat.at);
      seen.beats++;
    }
    return isSame;
  }

  /** The first that may be served: its coordinator lives, and this worker was not found unfit. */
  next(): SeenRun | undefined {
    return [...this.#seen.values()].find(
      ({ isRefused, attempts, pulse, skew, beats }) =>
        !isRefused &&
        attempts.isDue &&
        pulse.silence < SILENCE &&
        (!this.#goesByClocks || skew <= CLOCK_OFF || beats >= SURE),
    );
  }

  #parse(id: string, job: QueueJob): SeenRun | undefined {
    try {
      const run = parseRunDescription(id, job.data);
      const fresh = { skew: Infinity, beats: 0, failures: 0, isRefused: false, lookedAt: 0 };
      this.#ignored.delete(id);
      const attempts = new Attempts();
      return {
        id,
        run,
        pulse: new Pulse(this.#hasLooked),
        begun: job.timestamp,
        attempts,
        ...fresh,
      };
    } catch (error) {
      this.#ignore(id, job.timestamp, (error as Error).message);
      return undefined;
    }
  }

  /** Told once of each. */
  #ignore(id: string, begun: number, reason: string): void {
    const isTold = this.#ignored.get(id)?.begun === begun;
    // Whoever writes so many is not listened to.
    if (this.#ignored.size > MOST_RUNS) this.#ignored.clear();
    this.#ignored.set(id, { begun, at: performance.now() });
    if (!isTold)
      tell([`evalpool: ignores ${shorten(id, 100)} in the queue: ${shorten(reason, 100)}`]);
  }
}
