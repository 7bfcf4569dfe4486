import type { OpenImages } from "@evalpool/data";
import { createTally, updateTally, type Tally } from "@evalpool/metrics";
import { createPredictions, recordPredictions, type Predictions } from "./image-samples.js";
import type { Job } from "./job.js";
import type { ShardRange } from "./plan-shards.js";
import { createReadImages } from "./read-images.js";
import { createPredictor } from "./create-predictor.js";
import type { CreatePredictor, Logits } from "./predictor.js";

/** What comes of shards. */
export interface ShardsOutcome {
  readonly ranges: readonly ShardRange[];
  /** Of all of them. */
  readonly tally: Tally;
  /** Of each of them, where that is wanted. */
  readonly predictions?: readonly Predictions[];
}

/**
 * Evaluates shards of one job, one after the other, with memory of its own. Yields after each
 * batch; where images or their logits are promised, what has to be awaited before it goes on.
 */
export type ShardEvaluator = (shards: Iterable<ShardRange>, withPredictions: boolean) => ShardSteps;

/** One that is not run to its end is to be returned from: that closes the images. */
export type ShardSteps = Iterator<Promise<void> | undefined, ShardsOutcome, void>;

/** Images that are read at once, if batches are smaller: few enough for a core's own cache. */
const BLOCK = 256;
/** Bytes of them, unless a single batch takes more. */
const BLOCK_BYTES = 2 ** 22;

/**
 * Makes ready to evaluate any shard of the job, batch by batch.
 *
 * @param openImages how this thread gets at the images
 * @param create makes what evaluates them: the job's own predictor, if not another
 */
export function createShardEvaluator(
  job: Job,
  openImages: OpenImages,
  create: CreatePredictor = createPredictor,
): ShardEvaluator {
  const { images, labels, inputWidth, batchSize } = job;
  const most = Math.min(BLOCK, BLOCK_BYTES / Math.max(inputWidth, storedBytes(images.format)));
  const block = batchSize * Math.max(1, Math.floor(most / batchSize));
  const predictor = create(job, block);
  const { classes, input } = predictor;
  const readImages = createReadImages(job, block);

  return function* (shards, withPredictions) {
    const tally = createTally(classes);
    const ranges: ShardRange[] = [];
    const all: Predictions[] = [];
    using reader = openImages(images);
    for (const range of shards) {
      const { start, end } = range;
      ranges.push(range);
      const kept = withPredictions ? createPredictions(end - start, classes) : undefined;
      if (kept) all.push(kept);
      const record = (logits: Logits, first: number, count: number): undefined => {
        const { predictions, sums } = predictor.summarize(logits, count);
        updateTally(tally, labels, { predictions, sums, logits }, first, count);
        if (kept) recordPredictions(kept, first - start, predictions, logits, count);
      };
      for (let first = start; first < end; first += block) {
        const count = Math.min(block, end - first);
        const reading = readImages(reader, first, count, input.bytes);
        if (reading) yield reading;
        for (let at = 0; at < count; at += batchSize) {
          const batch = Math.min(batchSize, count - at);
          const logits = predictor.run(at, batch, first + at);
          yield logits instanceof Promise
            ? logits.then((rows) => record(rows, first + at, batch))
            : record(logits, first + at, batch);
        }
      }
    }
    return { ranges, tally, ...(withPredictions && { predictions: all }) };
  };
}

/** Of one image, where all have the same. */
function storedBytes(format: Job["images"]["format"]): number {
  return format ? format.channels * format.height * format.width : 0;
}

/** Runs all steps, and waits only where one has to be awaited. */
export async function runSteps(steps: ShardSteps): Promise<ShardsOutcome> {
  try {
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
      if (value) await value;
    }
  } finally {
    steps.return?.();
  }
}
