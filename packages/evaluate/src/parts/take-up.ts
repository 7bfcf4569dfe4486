import { missingRanges } from "../coverage.js";
import type { ShardRange } from "../plan-shards.js";

/** What a coordinator that is started again finds of its run. */
export interface Found<Range extends ShardRange> {
  /** Ranges whose part is stored. */
  readonly stored: readonly Range[];
  /** Ranges that wait for a worker or have one. */
  readonly queued: readonly Range[];
}

/** What to do with each; no index is in two of `counted`, `handedOut` and `missing`. */
export interface TakenUp<Range extends ShardRange> {
  /** Their parts are merged. */
  readonly counted: readonly Range[];
  /** They are waited for. */
  readonly handedOut: readonly Range[];
  /** They are to be planned anew. */
  readonly missing: readonly ShardRange[];
  /** They share images with others that stay, or have some that do not exist: to be removed. */
  readonly stray: readonly Range[];
}

/**
 * Sorts out what is found of a run over so many images. There are ranges that share images where two
 * coordinators planned, as when a queue lost its data in between: what is stored goes before what is
 * queued, and then what starts first.
 */
export function takeUp<Range extends ShardRange>(
  images: number,
  { stored, queued }: Found<Range>,
): TakenUp<Range> {
  const counted = disjoint(stored.filter(({ end }) => end <= images));
  const free = missingRanges(images, counted);
  const isFree = ({ start, end }: Range): boolean =>
    free.some((gap) => gap.start <= start && end <= gap.end);
  const handedOut = disjoint(queued.filter(isFree));
  const kept = new Set([...counted, ...handedOut]);
  return {
    counted,
    handedOut,
    missing: missingRanges(images, [...kept]),
    stray: [...stored, ...queued].filter((range) => !kept.has(range)),
  };
}

/** Those that share no image with one that starts before them. */
function disjoint<Range extends ShardRange>(ranges: readonly Range[]): Range[] {
  const kept: Range[] = [];
  let end = 0;
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    if (range.start < end) continue;
    kept.push(range);
    end = range.end;
  }
  return kept;
}
