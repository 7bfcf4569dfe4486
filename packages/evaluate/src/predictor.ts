import type { ByteInput, Summaries } from "@evalpool/tensor";
import type { Job } from "./job.js";

/** Rows of logits in a larger array. */
export interface Logits {
  readonly data: Float32Array | Float64Array;
  /** Numbers from one row to the next: at least the row's width. */
  readonly stride: number;
}

/** What gives logits for images: a compiled network, or any other predictor. */
export interface Predictor {
  /** Length of one row of logits. */
  readonly classes: number;
  /** Memory for images: filled before they are run. */
  readonly input: ByteInput;
  /**
   * The logits of `count` images, valid until the next run. They may be promised: the images stay as
   * they are until the promise is kept.
   *
   * @param at which of the images in memory is the first
   * @param first its index in the data set
   */
  run(at: number, count: number, first: number): Logits | Promise<Logits>;
  /** What there is to know of the softmax of the first `count` rows, valid until the next call. */
  summarize(logits: Logits, count: number): Summaries;
}

/** Makes a job's predictor ready, with memory for so many images. */
export type CreatePredictor = (job: Job, images: number) => Predictor;
