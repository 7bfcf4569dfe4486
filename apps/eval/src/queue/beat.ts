import { check } from "@evalpool/errors";
import * as z from "zod/mini";

/** What a coordinator shows that it lives by, again and again: the progress of its run's job. */
export interface Beat {
  /** Whose it is. */
  readonly by: string;
  /** Another each time. Only that it changes is believed: clocks of machines differ. */
  readonly count: number;
  /** The coordinator's clock, in milliseconds, by which a worker tells how far its own is off. */
  readonly at: number;
}

/** Undefined where a job's progress is none, as that of one that is new. */
export function parseBeat(progress: unknown): Beat | undefined {
  const schema = z.strictObject({
    by: z.string().check(z.maxLength(100)),
    count: z.int(),
    at: z.number(),
  });
  const checked = check(schema, progress);
  return "value" in checked ? checked.value : undefined;
}

/** Watches beats, by how long ago they changed as this process measures time. */
export class Pulse {
  #last: string | undefined;
  #changedAt: number | undefined;
  readonly #isNew: boolean;

  /** @param isNew whether it has just begun, so that the first beat is one that was seen to come */
  constructor(isNew = false) {
    this.#isNew = isNew;
    if (isNew) this.#changedAt = performance.now();
  }

  /** @returns whether it is another than the last one that was seen */
  see(beat: Beat | undefined): boolean {
    const text = beat && `${beat.by} ${beat.count}`;
    const isFirst = this.#last === undefined && !this.#isNew;
    const isChanged = text !== undefined && text !== this.#last;
    this.#last = text;
    if (!isChanged || isFirst) return false;
    this.#changedAt = performance.now();
    return true;
  }

  /** Milliseconds since a change was seen; Infinity before there was one. */
  get silence(): number {
    return this.#changedAt === undefined ? Infinity : performance.now() - this.#changedAt;
  }
}
