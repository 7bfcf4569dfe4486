import { mergeTallies, total, type Tally } from "@evalpool/metrics";
import { ShardError } from "./errors.js";
import type { ShardTally } from "./shard-runner.js";

/**
 * Merges the tallies of all shards after proving that they count each of the `images` exactly
 * once: the ranges follow each other without gap or overlap, and each tally holds as many
 * images as its range.
 *
 * @throws {ShardError} that names the images missing or counted twice
 */
export function aggregate(images: number, shards: readonly ShardTally[]): Tally {
  let counted = 0;
  for (const { range, tally } of shards.toSorted((a, b) => a.range.start - b.range.start)) {
    const { start, end } = range;
    if (start > counted) throw new ShardError({ start: counted, end: start }, "never counted");
    if (start < counted) throw new ShardError({ start, end: counted }, "counted twice");
    if (total(tally) !== end - start) {
      throw new ShardError(range, `expected ${end - start} images counted, got ${total(tally)}`);
    }
    counted = end;
  }
  if (counted < images) throw new ShardError({ start: counted, end: images }, "never counted");
  if (counted > images) throw new ShardError({ start: images, end: counted }, "do not exist");
  return shards.map(({ tally }) => tally).reduce(mergeTallies);
}
