import { mergeTallies, total, type Tally } from "@evalpool/metrics";
import { ShardError } from "@evalpool/errors";
import type { ShardsOutcome } from "./evaluate-shards.js";
import type { ShardRange } from "./plan-shards.js";

/** What some shards add to the result. */
type Part = Pick<ShardsOutcome, "ranges" | "tally">;

/**
 * Merges the tallies of all shards after proving that they count each of the `images` exactly
 * once: the ranges follow each other without gap or overlap, and each tally holds as many
 * images as its ranges.
 *
 * @throws {ShardError} that names the images missing or counted twice
 */
export function aggregate(images: number, parts: readonly Part[]): Tally {
  requireEachOnce(
    images,
    parts.flatMap(({ ranges }) => ranges),
  );
  for (const { ranges, tally } of parts) {
    const expected = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
    if (total(tally) === expected) continue;
    const reason = `expected ${expected} images counted, got ${total(tally)}`;
    throw uncounted(ranges[0] ?? { start: 0, end: images }, reason);
  }
  return parts.map(({ tally }) => tally).reduce(mergeTallies);
}

function requireEachOnce(images: number, ranges: readonly ShardRange[]): void {
  let counted = 0;
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    if (start > counted) throw uncounted({ start: counted, end: start }, "never counted");
    if (start < counted) throw uncounted({ start, end: counted }, "counted twice");
    counted = end;
  }
  if (counted < images) throw uncounted({ start: counted, end: images }, "never counted");
  if (counted > images) throw uncounted({ start: images, end: counted }, "do not exist");
}

function uncounted(range: ShardRange, reason: string): ShardError {
  return new ShardError(range, reason, { kind: "coverage" });
}
