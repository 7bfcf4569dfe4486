import { UsageError } from "@evalpool/errors";

/** A contiguous range of a data set's indices: `start` to `end`, exclusive. */
export interface ShardRange {
  readonly start: number;
  readonly end: number;
}

/** How indices are cut: into `count` shards of `length`, but for the last of each span. */
export interface ShardPlan {
  /** What is cut, in order. */
  readonly spans: readonly ShardRange[];
  /** Number of images in all of them. */
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
 * Splits images into shards for `threads` workers: those of the spans, or the first `images`. A shard is a whole number of batches
 * where there are batches enough; a batch longer than a thread's share, or than the longest
 * shard, is cut down to it.
 *
 * @throws {UsageError} when a count is not a whole number in its range
 */
export function planShards(
  images: number | readonly ShardRange[],
  threads: number,
  batchSize: number,
): ShardPlan {
  const spans = typeof images === "number" ? [{ start: 0, end: images }] : images;
  const total = imagesIn(spans);
  requireInteger("number of images", total, 1);
  requireInteger("number of threads", threads, 0);
  requireInteger("batch size", batchSize, 1);
  const share = Math.ceil(total / Math.max(threads, 1));
  const fair = Math.max(Math.ceil(share / SHARDS_PER_THREAD), SHORTEST_SHARD);
  const target = Math.min(fair, LONGEST_SHARD);
  const length = Math.min(Math.ceil(target / batchSize) * batchSize, share, LONGEST_SHARD);
  const count = spans.reduce((sum, span) => sum + shardsIn(span, length), 0);
  return { spans, total, length, count, batchSize: Math.min(batchSize, length) };
}

/** The shard of that number, from 0. */
export function shardAt({ spans, length }: ShardPlan, number: number): ShardRange {
  let before = 0;
  for (const span of spans) {
    const start = span.start + (number - before) * length;
    if (start < span.end) return { start, end: Math.min(start + length, span.end) };
    before += shardsIn(span, length);
  }
  throw new RangeError(`there is no shard ${number}`);
}

function shardsIn({ start, end }: ShardRange, length: number): number {
  return Math.ceil((end - start) / length);
}

/** How many images ranges have that share none. */
export function imagesIn(ranges: readonly ShardRange[]): number {
  return ranges.reduce((sum, { start, end }) => sum + end - start, 0);
}

/** @throws {UsageError} when the value is not a whole number from `least` on */
export function requireInteger(what: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new UsageError(`expected a ${what} of at least ${least}, got ${value}`);
}
