import type { IndexedSource } from "@evalpool/data";
import { softmax } from "@evalpool/tensor";
import type { ShardRange } from "./plan-shards.js";
import type { Logits } from "./predictor.js";

/** What a model says of each image of a shard. */
export interface Predictions {
  /** `[N]` */
  readonly predictions: Uint32Array;
  /** `[N, classes]` */
  readonly probabilities: Float32Array;
}

/** Predictions beside what is right. */
export interface ImageSamples extends Predictions {
  readonly range: ShardRange;
  /** `[N]` */
  readonly labels: IndexedSource["labels"];
}

/** As those, of predictions whose probabilities may not be known. */
export type ScoredSamples = Omit<ImageSamples, "probabilities"> &
  Partial<Pick<ImageSamples, "probabilities">>;

/** Room for the predictions of `images` images. */
export function createPredictions(images: number, classes: number): Predictions {
  return {
    predictions: new Uint32Array(images),
    probabilities: new Float32Array(images * classes),
  };
}

/**
 * Fills in the predictions of `count` images from the `first` on. Probabilities are the softmax of
 * each image's logits by itself, so they are the same whatever batch it is part of.
 */
export function recordPredictions(
  { predictions, probabilities }: Predictions,
  first: number,
  batch: Uint32Array,
  { data, stride }: Logits,
  count: number,
): void {
  const classes = probabilities.length / predictions.length;
  predictions.set(batch.subarray(0, count), first);
  // All rows at once: memory of its own for each takes longer than its softmax.
  const logits = new Float64Array(count * classes);
  for (let row = 0; row < count; row++) {
    logits.set(data.subarray(row * stride, row * stride + classes), row * classes);
  }
  probabilities.set(softmax({ data: logits, shape: [count, classes] }).data, first * classes);
}
