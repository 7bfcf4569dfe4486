/** What a worker's earlier ranges weigh beside its last: it may be slow for a while, or start cold. */
const KEPT = 0.5;

interface Work {
  readonly images: number;
  readonly milliseconds: number;
}

/**
 * How fast the workers of a run are, by what each measured itself on its last ranges: clocks of
 * machines are never held against each other.
 */
export class WorkerSpeeds {
  /** Who was heard of last comes last. */
  readonly #works = new Map<string, Work>();

  /** Adds a range that a worker did; a time that cannot be counts as a thousandth of a millisecond. */
  add(worker: string, images: number, milliseconds: number): void {
    const before = this.#works.get(worker) ?? { images: 0, milliseconds: 0 };
    const taken = milliseconds > LEAST_TIME ? milliseconds : LEAST_TIME;
    this.#works.delete(worker);
    this.#works.set(worker, {
      images: before.images * KEPT + images,
      milliseconds: before.milliseconds * KEPT + taken,
    });
  }

  /** Forgets all but so many workers: those heard of last. Others have gone. */
  keepLast(workers: number): void {
    for (const worker of this.#works.keys()) {
      if (this.#works.size <= workers) return;
      this.#works.delete(worker);
    }
  }

  /**
   * Images per millisecond of the middle worker, of two in the middle the slower; undefined before
   * any was measured. Any worker may get any range, so one speed is to suit all. A mean would follow
   * the one that is stuck, that is much faster than all others, or that does not tell the truth; the
   * median stays among the speeds of the honest while these are more than half.
   */
  median(): number | undefined {
    const speeds = Float64Array.from(
      this.#works.values(),
      ({ images, milliseconds }) => images / milliseconds,
    ).sort();
    return speeds[(speeds.length - 1) >> 1];
  }
}

const LEAST_TIME = 0.001;
