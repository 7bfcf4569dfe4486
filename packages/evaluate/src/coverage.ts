import type { ShardRange } from "./plan-shards.js";

/** What of the ranges is in none of the others: in order, without gaps that are none. */
export function without(
  ranges: readonly ShardRange[],
  others: readonly ShardRange[],
): ShardRange[] {
  const left: ShardRange[] = [];
  const taken = union(others).values();
  let next = taken.next().value;
  for (const { start, end } of union(ranges)) {
    let at = start;
    while (next && next.start < end) {
      if (next.start > at) left.push({ start: at, end: next.start });
      at = Math.max(at, next.end);
      // It may reach into the ranges that follow.
      if (next.end > end) break;
      next = taken.next().value;
    }
    if (at < end) left.push({ start: at, end });
  }
  return left;
}

/** What of the indices from 0 to `images` is in none of the ranges. */
export function missingRanges(images: number, ranges: readonly ShardRange[]): ShardRange[] {
  return without([{ start: 0, end: images }], ranges);
}

/** The first of the ranges' indices that is in two of them, and as many as follow it there. */
export function firstDouble(ranges: readonly ShardRange[]): ShardRange | undefined {
  let end = 0;
  for (const range of inOrderOfStart(ranges)) {
    if (range.start < end) return { start: range.start, end: Math.min(end, range.end) };
    end = range.end;
  }
  return undefined;
}

/** The same indices, in order and in as few ranges as can be. */
export function union(ranges: readonly ShardRange[]): ShardRange[] {
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of inOrderOfStart(ranges)) {
    const last = joined.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  return joined;
}

function inOrderOfStart(ranges: readonly ShardRange[]): ShardRange[] {
  return ranges.filter(({ start, end }) => start < end).sort((a, b) => a.start - b.start);
}
