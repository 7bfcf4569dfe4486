import { createTally, updateTally, type Tally } from "@evalpool/metrics";
import { compile, type Model } from "@evalpool/models";
import {
  createWasmBackend,
  referenceBackend,
  size,
  type Backend,
  type KernelModule,
} from "@evalpool/tensor";
import type { ImageSource, OpenImages } from "@evalpool/data";
import { createPredictions, recordPredictions, type Predictions } from "./image-samples.js";
import { LONGEST_SHARD, type ShardRange } from "./plan-shards.js";

/** What all shards of a run have in common. */
export interface Job {
  readonly model: Model;
  /** `[N, …input]` */
  readonly images: ImageSource;
  /** `[N]` */
  readonly labels: Uint8Array;
  readonly batchSize: number;
  /** Compiled kernels; without them the reference backend is used. */
  readonly kernels?: KernelModule;
}

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
 * batch.
 */
export type ShardEvaluator = (
  shards: Iterable<ShardRange>,
  withPredictions: boolean,
) => Generator<void, ShardsOutcome>;

/** Images that are read at once, if batches are smaller: few enough for a core's own cache. */
const BLOCK = 256;

/**
 * Makes ready to evaluate any shard of the job, batch by batch.
 *
 * @param openImages how this thread gets at the images
 */
export function createShardEvaluator(job: Job, openImages: OpenImages): ShardEvaluator {
  const { model, images, labels } = job;
  const pixels = size(model.spec.input);
  const backend = createBackend(job);
  const batchSize = Math.min(job.batchSize, LONGEST_SHARD, labels.length);
  const block = batchSize * Math.max(1, Math.floor(BLOCK / batchSize));
  const plan = compile(model, backend, { examples: block, batchSize });

  return function* (shards, withPredictions) {
    const tally = createTally(plan.classes);
    const ranges: ShardRange[] = [];
    const all: Predictions[] = [];
    using reader = openImages(images, pixels);
    for (const range of shards) {
      const { start, end } = range;
      ranges.push(range);
      const kept = withPredictions ? createPredictions(end - start, plan.classes) : undefined;
      if (kept) all.push(kept);
      for (let first = start; first < end; first += block) {
        const count = Math.min(block, end - first);
        reader.read(first, plan.input.bytes.subarray(0, count * pixels));
        for (let at = 0; at < count; at += batchSize) {
          const batch = Math.min(batchSize, count - at);
          const logits = plan.run(at, batch);
          const { predictions, sums } = backend.summarize(logits, batch, plan.classes);
          updateTally(tally, labels, { predictions, sums, logits }, first + at, batch);
          if (kept) recordPredictions(kept, first + at - start, predictions, logits, batch);
          yield;
        }
      }
    }
    return { ranges, tally, ...(withPredictions && { predictions: all }) };
  };
}

function createBackend({ kernels }: Job): Backend {
  return kernels ? createWasmBackend(kernels) : referenceBackend;
}
