import { createPlan, type Program } from "@evalpool/models";
import {
  createWasmBackend,
  referenceBackend,
  type Backend,
  type BackendMemory,
  type ByteInput,
  type Rows,
  type Summaries,
} from "@evalpool/tensor";
import type { Job } from "./job.js";

/** What gives logits for images: a compiled network, or any other predictor. */
export interface Predictor {
  /** Length of one row of logits. */
  readonly classes: number;
  /** Memory for images: filled before they are run. */
  readonly input: ByteInput;
  /**
   * The logits of `count` images from the `first` on, valid until the next run. They may be promised:
   * the images stay as they are until the promise is kept.
   */
  run(first: number, count: number): Rows | Promise<Rows>;
  /** What there is to know of the softmax of the first `count` rows, valid until the next call. */
  summarize(logits: Rows, count: number): Summaries;
}

/** Makes a job's predictor ready, with memory for so many images. */
export type CreatePredictor = (job: Job, images: number) => Predictor;

/** The job's network on its kernels, which answer at once. */
export const predictWithKernels: CreatePredictor = ({ program, kernels }, images) =>
  kernels
    ? predictWith(createWasmBackend(kernels), program, images)
    : predictWith(referenceBackend, program, images);

function predictWith<M extends BackendMemory>(
  backend: Backend<M>,
  program: Program,
  images: number,
): Predictor {
  const { classes, input, logits, run } = createPlan(program, backend, images);
  return {
    classes,
    input,
    run(first, count) {
      run(first, count);
      return logits;
    },
    summarize: (_, count) => backend.summarize(logits, count, classes),
  };
}
