import { flag, requireOptions, type Expectations } from "@evalpool/errors";
import { findOptions, type FindOptions } from "./find-split.js";
import type { SplitName } from "./split.js";
import { loadSplit } from "./load-split.js";
import { oneHot } from "./one-hot.js";

/** Where MNIST is looked for, and the form that it is given in. */
export interface MnistOptions extends FindOptions {
  /** Pixels as float32 from 0.0 to 1.0 (default), else as uint8 from 0 to 255. */
  readonly normalize?: boolean;
  /** Images of shape `[N, 784]` (default), else `[N, 1, 28, 28]`. */
  readonly flatten?: boolean;
  /** Labels as rows with a single 1, `[N, 10]`; else (default) as numbers, `[N]`. */
  readonly oneHotLabel?: boolean;
}

const mnistOptions: Expectations<MnistOptions> = {
  ...findOptions,
  normalize: flag,
  flatten: flag,
  oneHotLabel: flag,
};

/** Images and their labels, ready for the functions of `@evalpool/tensor`. */
export interface MnistSplit {
  readonly images: { readonly data: Uint8Array | Float32Array; readonly shape: readonly number[] };
  readonly labels: { readonly data: Uint8Array | Float32Array; readonly shape: readonly number[] };
}

/**
 * The whole of MNIST: 60,000 training and 10,000 test images. Options and defaults are those of
 * the helper `load_mnist` known from Python.
 *
 * @throws {DataError} when the data set is missing or damaged
 */
export async function loadMnist(
  options: MnistOptions = {},
): Promise<{ train: MnistSplit; test: MnistSplit }> {
  requireOptions<MnistOptions>("loadMnist", mnistOptions, options);
  const [train, test] = await Promise.all([
    loadMnistSplit("train", options),
    loadMnistSplit("test", options),
  ]);
  return { train, test };
}

/** One split of MNIST alone. @throws {DataError} when it is missing or damaged */
export async function loadMnistSplit(
  split: SplitName,
  options: MnistOptions = {},
): Promise<MnistSplit> {
  requireOptions<MnistOptions>("loadMnistSplit", mnistOptions, options);
  const { normalize = true, flatten = true, oneHotLabel = false, ...where } = options;
  const { images, labels } = await loadSplit(split, where);
  const [count, height, width] = images.shape;
  return {
    images: {
      data: normalize ? toUnitRange(images.data) : images.data,
      shape: flatten ? [count, height * width] : [count, 1, height, width],
    },
    labels: oneHotLabel ? oneHot(labels.data, 10) : labels,
  };
}

function toUnitRange(pixels: Uint8Array): Float32Array {
  const data = new Float32Array(pixels.length);
  for (let i = 0; i < data.length; i++) data[i] = pixels[i]! / 255;
  return data;
}
