import { createTally, updateTally, type Tally } from "@evalpool/metrics";
import { compile, type Model } from "@evalpool/models";
import { referenceBackend } from "@evalpool/tensor";
import type { ShardRange } from "./plan-shards.js";

/** What all shards of a run have in common. Its arrays lie in shared memory, written once. */
export interface Job {
  readonly model: Model;
  /** `[N, pixels]`, row-major. */
  readonly images: Uint8Array;
  /** `[N]` */
  readonly labels: Uint8Array;
  readonly batchSize: number;
}

/** Evaluates shards of one job, one after the other, with memory of its own. */
export type ShardEvaluator = (range: ShardRange) => Tally;

/** Makes ready to evaluate any shard of the job, batch by batch. */
export function createShardEvaluator(job: Job): ShardEvaluator {
  const { images, labels, batchSize } = job;
  const pixels = images.length / labels.length;
  const backend = referenceBackend;
  const plan = compile(job.model, backend, batchSize);
  const predictions = new Uint32Array(batchSize);

  return ({ start, end }) => {
    const tally = createTally(plan.classes);
    for (let first = start; first < end; first += batchSize) {
      const last = Math.min(first + batchSize, end);
      const count = last - first;
      const logits = plan.run(images.subarray(first * pixels, last * pixels), count);
      backend.argmax(logits, count, plan.classes, predictions);
      updateTally(tally, labels.subarray(first, last), predictions.subarray(0, count));
    }
    return tally;
  };
}
