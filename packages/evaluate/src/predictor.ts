import { compile, type PlanSize } from "@evalpool/models";
import {
  createWasmBackend,
  referenceBackend,
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

/** Makes a job's predictor ready for images of the given numbers. */
export type CreatePredictor = (job: Job, size: PlanSize) => Predictor;

/** The job's network on its kernels, which answer at once. */
export const compileJob: CreatePredictor = ({ model, kernels }, size) => {
  const backend = kernels ? createWasmBackend(kernels) : referenceBackend;
  const plan = compile(model, backend, size);
  return {
    classes: plan.classes,
    input: plan.input,
    run: (first, count) => plan.run(first, count),
    summarize: (logits, count) => backend.summarize(logits, count, plan.classes),
  };
};
