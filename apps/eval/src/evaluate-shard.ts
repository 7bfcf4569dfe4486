import { createTally, updateTally, type Tally } from "@evalpool/metrics";
import { compile, type Model } from "@evalpool/models";
import {
  createWasmBackend,
  referenceBackend,
  type Backend,
  type KernelModule,
} from "@evalpool/tensor";
import { LONGEST_SHARD, type ShardRange } from "./plan-shards.js";

/** What all shards of a run have in common. Its arrays lie in shared memory, written once. */
export interface Job {
  readonly model: Model;
  /** `[N, pixels]`, row-major. */
  readonly images: Uint8Array;
  /** `[N]` */
  readonly labels: Uint8Array;
  readonly batchSize: number;
  /** Compiled kernels; without them the reference backend is used. */
  readonly kernels?: KernelModule;
}

/** Evaluates shards of one job, one after the other, with memory of its own. */
export type ShardEvaluator = (range: ShardRange) => Tally;

/** Makes ready to evaluate any shard of the job, batch by batch. */
export function createShardEvaluator(job: Job): ShardEvaluator {
  const { images, labels } = job;
  const pixels = images.length / labels.length;
  const backend = createBackend(job);
  const examples = Math.min(LONGEST_SHARD, labels.length);
  const batchSize = Math.min(job.batchSize, examples);
  const plan = compile(job.model, backend, { examples, batchSize });
  const predictions = new Uint32Array(examples);

  return ({ start, end }) => {
    const length = end - start;
    plan.load(images.subarray(start * pixels, end * pixels));
    for (let first = 0; first < length; first += batchSize) {
      const count = Math.min(batchSize, length - first);
      backend.argmax(plan.run(first, count), count, plan.classes, predictions, first);
    }
    const tally = createTally(plan.classes);
    updateTally(tally, labels.subarray(start, end), predictions.subarray(0, length));
    return tally;
  };
}

function createBackend({ kernels }: Job): Backend {
  return kernels ? createWasmBackend(kernels) : referenceBackend;
}
