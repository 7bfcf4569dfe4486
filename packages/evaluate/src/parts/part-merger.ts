import { DataError, ShardError } from "@evalpool/errors";
import { createTally, mergeTallies, type Tally } from "@evalpool/metrics";
import { requireCounted } from "../aggregate.js";
import { missingRanges } from "../coverage.js";
import type { ShardRange } from "../plan-shards.js";
import type { Part, RunIdentity } from "./part.js";
import { runDifferences } from "./run-differences.js";

/** What of a part is counted. */
export type CountedPart = Pick<Part, "run" | "ranges" | "tally">;

/** What became of a part: counted, or as one that was counted before, and not counted again. */
export type Counted = { readonly isCounted: true } | { readonly doubleOf: string };

/** Adds up parts of one run, in any order, each image once. It holds their sum, not the parts. */
export interface PartMerger {
  readonly run: RunIdentity;
  /**
   * Counts a part, unless an equal one was.
   *
   * @param name what it is called in errors
   * @throws {DataError} when it is of another run, or counts the images of another part differently
   * @throws {ShardError} when it shares images with another part, without being the same ones
   */
  add(name: string, part: CountedPart): Counted;
  /** The name of a part that counts other images along with some of these; none does where equal. */
  overlapping(ranges: readonly ShardRange[]): string | undefined;
  /** Images that are in no part so far, in order. */
  missing(): ShardRange[];
  /** Of all parts so far. */
  tally(): Tally;
}

/** A range of a part that was counted. There may be millions, each of a part of its own. */
interface CountedRange extends ShardRange {
  /** Of its part. */
  readonly name: string;
  readonly checksum: number;
  /** All ranges of its part, where it has others. */
  readonly among: string | undefined;
}

/**
 * A merger of parts of a run, of which none is there yet.
 *
 * @param name what the run's first part is called in errors, or whatever else says of what it is
 */
export function createPartMerger(run: RunIdentity, name: string): PartMerger {
  /** By their start; no two share an image. */
  const counted: CountedRange[] = [];
  let tally = createTally(run.classes);

  const sharing = (ranges: readonly ShardRange[]): CountedRange | undefined => {
    for (const range of ranges) {
      const at = firstFrom(counted, range.start);
      const before = counted[at - 1];
      if (before && before.end > range.start) return before;
      const next = counted[at];
      if (next && next.start < range.end) return next;
    }
    return undefined;
  };

  return {
    run,
    add(called, part) {
      const differences = runDifferences(run, part.run, `as ${name} has`);
      if (differences !== undefined) {
        throw new DataError(called, `${differences}; they are of different runs`);
      }
      requireCounted(part);
      const ranges = textOf(part.ranges);
      const sum = checksum(part.tally);
      const there = sharing(part.ranges);
      if (there && partOf(there) === ranges) {
        if (there.checksum === sum) return { doubleOf: there.name };
        const reason = `counts images ${ranges} otherwise than ${there.name}, which has the same`;
        throw new DataError(called, `${reason}: one of them is wrong`);
      }
      if (there) {
        const { start, end, name } = there;
        const reason = `counted in ${name} and again in ${called}, along with others`;
        throw new ShardError({ start, end }, reason, { kind: "coverage" });
      }
      const among = part.ranges.length > 1 ? ranges : undefined;
      for (const { start, end } of part.ranges) {
        const range = { start, end, name: called, checksum: sum, among };
        counted.splice(firstFrom(counted, start), 0, range);
      }
      tally = mergeTallies(tally, part.tally);
      return { isCounted: true };
    },
    overlapping(ranges) {
      const there = sharing(ranges);
      return there && partOf(there) !== textOf(ranges) ? there.name : undefined;
    },
    missing: () => missingRanges(run.total, counted),
    tally: () => tally,
  };
}

/** Where the first range is that starts at an index or behind it, by halving. */
function firstFrom(ranges: readonly ShardRange[], index: number): number {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.start ?? Infinity) < index) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The ranges of the part that a range is of. */
function partOf(range: CountedRange): string {
  return range.among ?? textOf([range]);
}

function textOf(ranges: readonly ShardRange[]): string {
  return ranges.map(({ start, end }) => `${start} to ${end - 1}`).join(", ");
}

/**
 * Tells one tally from another, where a whole one for each part would be too much to hold. 53 bits of
 * two FNV-1a hashes (Fowler, Noll, Vo) over its JSON.
 */
function checksum(tally: Tally): number {
  let [a, b] = [0x811c9dc5, 0x9dc5811c];
  const text = JSON.stringify(tally);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ (code + i), 0x01000193);
  }
  return (a >>> 0) * 2 ** 21 + (b >>> 11);
}
