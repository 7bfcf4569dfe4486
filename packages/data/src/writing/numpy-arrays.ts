import type { NumberArray } from "@evalpool/arrays";
import type { LabelledImages } from "../labelled-images.js";
import { countImages } from "./count-images.js";

/** Images and labels as arrays. */
export interface LabelledArrays {
  readonly images: NumberArray;
  readonly labels: NumberArray;
}

/**
 * As NumPy and Keras have them: gray ones `[N, H, W]`, others `[N, H, W, C]`.
 *
 * @throws {UsageError} when there are more or fewer images than labels
 */
export function numpyArrays(set: LabelledImages): LabelledArrays {
  const { images, labels } = planarArrays(set);
  const [channels, height, width] = set.shape;
  const count = set.labels.length;
  if (channels === 1) return { images: { ...images, shape: [count, height, width] }, labels };
  const pixels = height * width;
  const data = new Uint8Array(set.images.length);
  let at = 0;
  for (let start = 0; start < data.length; start += channels * pixels) {
    for (let pixel = start; pixel < start + pixels; pixel++) {
      for (let c = 0; c < channels; c++) data[at++] = set.images[pixel + c * pixels] ?? 0;
    }
  }
  return { images: { data, shape: [count, height, width, channels] }, labels };
}

/**
 * As PyTorch has them: `[N, C, H, W]`.
 *
 * @throws {UsageError} when there are more or fewer images than labels
 */
export function planarArrays(set: LabelledImages): LabelledArrays {
  const count = countImages(set);
  return {
    images: { data: set.images, shape: [count, ...set.shape] },
    labels: { data: set.labels, shape: [count] },
  };
}
