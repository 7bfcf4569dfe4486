import { createTally, mergeTallies, total, type Tally } from "@evalpool/metrics";
import { ShardError } from "@evalpool/errors";
import { firstDouble, without } from "./coverage.js";
import type { ShardsOutcome } from "./evaluate-shards.js";
import { imagesIn, type ShardRange } from "./plan-shards.js";

/** What some shards add to the result. */
type Counted = Pick<ShardsOutcome, "ranges" | "tally">;

/**
 * Merges the tallies of all shards after proving that they count each image of the ranges exactly
 * once: the shards cover them without gap or overlap, and each tally holds as many images as its
 * shards.
 *
 * @param classes of a tally, as there may be no shard
 * @throws {ShardError} that names the images missing or counted twice
 */
export function aggregate(
  ranges: readonly ShardRange[],
  outcomes: readonly Counted[],
  classes: number,
): Tally {
  requireEachOnce(
    ranges,
    outcomes.flatMap((outcome) => outcome.ranges),
  );
  for (const outcome of outcomes) requireCounted(outcome);
  return outcomes.map(({ tally }) => tally).reduce(mergeTallies, createTally(classes));
}

/** @throws {ShardError} when a tally is of more or fewer images than its ranges have */
export function requireCounted({ ranges, tally }: Counted): void {
  const expected = imagesIn(ranges);
  if (total(tally) === expected) return;
  const reason = `expected ${expected} images counted, got ${total(tally)}`;
  throw uncounted(ranges[0] ?? { start: 0, end: total(tally) }, reason);
}

/** @throws {ShardError} that names the first images of `ranges` which `counted` lacks or has twice */
function requireEachOnce(ranges: readonly ShardRange[], counted: readonly ShardRange[]): void {
  const twice = firstDouble(counted);
  if (twice) throw uncounted(twice, "counted twice");
  const [missing] = without(ranges, counted);
  if (missing) throw uncounted(missing, "never counted");
  const [foreign] = without(counted, ranges);
  if (foreign) throw uncounted(foreign, "are none of those that were to be counted");
}

function uncounted(range: ShardRange, reason: string): ShardError {
  return new ShardError(range, reason, { kind: "coverage" });
}
