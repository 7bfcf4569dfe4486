import { UsageError } from "@evalpool/errors";

/** A contiguous range of a data set's indices: `start` to `end`, exclusive. */
export interface ShardRange {
  readonly start: number;
  readonly end: number;
}

/** How the indices from 0 to `total` are cut: into `count` shards of `length`, but for the last. */
export interface ShardPlan {
  readonly total: number;
  readonly length: number;
  readonly count: number;
  /** Images in one forward pass: no more than a shard has. */
  readonly batchSize: number;
}

/** So many that threads which are not equally fast end at about the same time. */
const SHARDS_PER_THREAD = 16;
/** Of fewer images, to take a shard costs what an even end gains. */
const SHORTEST_SHARD = 500;
/** Bounds what a worker holds: the memory of one forward pass, and predictions. */
const LONGEST_SHARD = 10_000;

/**
 * Splits `total` images into shards for `threads` workers. A shard is a whole number of batches
 * where there are batches enough; a batch longer than a thread's share, or than the longest
 * shard, is cut down to it.
 *
 * @throws {UsageError} when a count is not a whole number in its range
 */
export function planShards(total: number, threads: number, batchSize: number): ShardPlan {
  requireInteger("number of images", total, 1);
  requireInteger("number of threads", threads, 0);
  requireInteger("batch size", batchSize, 1);
  const share = Math.ceil(total / Math.max(threads, 1));
  const fair = Math.max(Math.ceil(share / SHARDS_PER_THREAD), SHORTEST_SHARD);
  const target = Math.min(fair, LONGEST_SHARD);
  const length = Math.min(Math.ceil(target / batchSize) * batchSize, share, LONGEST_SHARD);
  const count = Math.ceil(total / length);
  return { total, length, count, batchSize: Math.min(batchSize, length) };
}

/** The shard of that number, from 0. */
export function shardAt({ total, length }: ShardPlan, number: number): ShardRange {
  return { start: number * length, end: Math.min((number + 1) * length, total) };
}

/** @throws {UsageError} when the value is not a whole number from `least` on */
export function requireInteger(what: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new UsageError(`expected a ${what} of at least ${least}, got ${value}`);
}
