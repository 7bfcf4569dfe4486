/** A contiguous range of a data set's indices: `start` to `end`, exclusive. */
export interface ShardRange {
  readonly start: number;
  readonly end: number;
}

/** More shards than threads, so that a thread that is done early finds more to do. */
const SHARDS_PER_THREAD = 4;
/** Of fewer images, the messages of a shard cost more than an even end gains. */
const SHORTEST_SHARD = 5000;
/** Bounds what a worker holds and how long one shard runs, so that an interrupt is answered. */
export const LONGEST_SHARD = 10_000;

/**
 * Splits `total` images into shards for `threads` workers. A shard is a whole number of batches
 * where there are batches enough; a batch longer than a thread's share, or than the longest
 * shard, is cut down to it.
 *
 * @throws {RangeError} when a count is not a whole number in its range
 */
export function planShards(total: number, threads: number, batchSize: number): ShardRange[] {
  requireInteger("number of images", total, 1);
  requireInteger("number of threads", threads, 0);
  requireInteger("batch size", batchSize, 1);
  const workers = Math.max(threads, 1);
  const share = Math.ceil(total / workers);
  const fair = Math.max(Math.ceil(share / SHARDS_PER_THREAD), SHORTEST_SHARD);
  const target = Math.min(fair, LONGEST_SHARD);
  const length = Math.min(Math.ceil(target / batchSize) * batchSize, share, LONGEST_SHARD);
  return Array.from({ length: Math.ceil(total / length) }, (_, i) => ({
    start: i * length,
    end: Math.min((i + 1) * length, total),
  }));
}

function requireInteger(what: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new RangeError(`expected a ${what} of at least ${least}, got ${value}`);
}
