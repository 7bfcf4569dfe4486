import { required } from "@evalpool/errors";
import { imagesIn, type ShardRange } from "../plan-shards.js";
import { WorkerSpeeds } from "./worker-speeds.js";

/** Of shorter work, handing it out costs a share that shows. */
const LEAST_MS = 1000;
/** So much is lost at most when a worker dies. */
const MOST_MS = 30_000;

/**
 * How many times as slow as the middle worker one may be for which that still holds. As slow, it does
 * its range toward the end while the others do all that is left: a range there is at most that share
 * of what each of them would get (guided self-scheduling, Polychronopoulos and Kuck 1987).
 */
const SLOWER = 3;

/** Ranges in stock for each worker: one in work, and one that it need not wait for. */
const STOCK = 2;

/** What of a data set is to be evaluated when a planner begins. */
export interface Unplanned {
  /** Ranges that are neither done nor handed out; no two share an index. */
  readonly missing: readonly ShardRange[];
  /** Ranges that were handed out before and are not done: a coordinator that was started again has them. */
  readonly handedOut?: readonly ShardRange[];
}

/**
 * Cuts what is missing into ranges for workers that come and go and differ in speed: by default
 * some 10 s of work for the middle one of them, toward the end less, never below 1 s. The first, which
 * are there to measure by, have one batch each; so has the last of each missing range what is left.
 *
 * It only decides: who hands out, waits, and stores lies elsewhere, as does the proof that every
 * index is counted once.
 */
export class RangePlanner {
  readonly #batchSize: number;
  /** Not handed out; the next to be cut comes last. */
  readonly #uncut: ShardRange[];
  /** Images in them. */
  #uncutImages: number;
  /** Handed out and not done: where each starts, and its end. */
  readonly #handedOut: Map<number, number>;
  readonly #speeds = new WorkerSpeeds();

  /** @param batchSize ranges are whole batches, where more is left than one */
  constructor({ missing, handedOut = [] }: Unplanned, batchSize: number) {
    this.#batchSize = batchSize;
    this.#uncut = missing.toReversed();
    this.#uncutImages = imagesIn(missing);
    this.#handedOut = new Map(handedOut.map(({ start, end }) => [start, end]));
  }

  /** Whether every range is done. */
  get isDone(): boolean {
    return this.#uncutImages === 0 && this.#handedOut.size === 0;
  }

  /** Ranges to hand out now, for so many workers; none where enough are in stock. */
  next(workers: number): ShardRange[] {
    // Before any has come there is something to take.
    const takers = Math.max(workers, 1);
    this.#speeds.keepLast(takers);
    const speed = this.#speeds.median();
    const ranges: ShardRange[] = [];
    while (this.#uncutImages > 0 && this.#handedOut.size < STOCK * takers) {
      ranges.push(this.#cut(this.#length(speed, takers)));
    }
    return ranges;
  }

  /**
   * A worker did a range, in so many milliseconds by its own clock.
   *
   * @returns whether it is one that was handed out and not done before: others are nobody's work, and
   * change nothing
   */
  done(worker: string, range: ShardRange, milliseconds: number): boolean {
    if (this.#handedOut.get(range.start) !== range.end) return false;
    this.#handedOut.delete(range.start);
    this.#speeds.add(worker, imagesIn([range]), milliseconds);
    return true;
  }

  /** Images of the next range, before what is left of a missing one bounds it. */
  #length(speed: number | undefined, workers: number): number {
    if (speed === undefined) return this.#batchSize;
    const least = speed * LEAST_MS;
    const share = this.#uncutImages / (SLOWER * workers);
    const wanted = Math.max(Math.min(share, (speed * MOST_MS) / SLOWER), least);
    return Math.max(Math.ceil(wanted / this.#batchSize), 1) * this.#batchSize;
  }

  #cut(length: number): ShardRange {
    const { start, end } = required(this.#uncut.pop(), "images left");
    const cut = { start, end: Math.min(start + length, end) };
    if (cut.end < end) this.#uncut.push({ start: cut.end, end });
    this.#uncutImages -= imagesIn([cut]);
    this.#handedOut.set(start, cut.end);
    return cut;
  }
}
