import type { ShardRange } from "@evalpool/evaluate";

/** More parts than anyone has machines. */
export const MOST_SHARES = 1_000_000;

/** The `index`-th of `of` parts that a run is cut into, from 1. */
export interface Share {
  readonly index: number;
  readonly of: number;
}

/** A part that is asked for. */
export interface AskedPart {
  readonly share: Share;
  /** The file to write. */
  readonly out: string;
  /** The flags besides, as whoever makes another part has to give them. */
  readonly flags: readonly string[];
}

/** The images of a share: as many as those of any other, or one more. Of few images it may have none. */
export function rangeOf({ index, of }: Share, images: number): ShardRange {
  // Multiplied first: that is exact, where a quotient is not, and 49 * (1 / 49) is less than 1.
  const cut = (at: number): number => Math.floor((at * images) / of);
  return { start: cut(index - 1), end: cut(index) };
}
