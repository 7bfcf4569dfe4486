import { mapStride, type Tensor } from "@evalpool/tensor";
import * as z from "zod/mini";
import { floatsLike, imagesOf } from "./images.js";
import { only, type Operation } from "./operation.js";
import { number, positiveInteger } from "./said.js";
import { mapsOf } from "./window.js";

export interface LocalResponseNormAttributes {
  /** Channels that count, of which the value's own is in the middle (or just behind it). */
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly bias: number;
}

export type SaidLocalResponseNorm = Pick<LocalResponseNormAttributes, "size"> & {
  readonly alpha?: number | undefined;
  readonly beta?: number | undefined;
  readonly bias?: number | undefined;
};

/**
 * `x / (bias + alpha / size · Σ x²)^beta` over neighbouring channels, from `⌊(size - 1) / 2⌋` below to
 * `⌈(size - 1) / 2⌉` above (ONNX's `LRN`; Krizhevsky et al. 2012).
 */
export const localResponseNorm: Operation<
  LocalResponseNormAttributes,
  SaidLocalResponseNorm,
  Record<never, never>
> = {
  inputs: 1,
  roles: {},
  needs: ["size"],
  said: () =>
    z.strictObject({
      size: positiveInteger(),
      alpha: z.optional(number()),
      beta: z.optional(number()),
      bias: z.optional(number()),
    }),
  complete: ({ size, alpha = 1e-4, beta = 0.75, bias = 1 }) => ({ size, alpha, beta, bias }),
  infer(shapes) {
    mapsOf("localResponseNorm", only(shapes));
    return { output: only(shapes) };
  },
  apply: ({ inputs, attributes }) => normalize(only(inputs), attributes),
  lower(lowering) {
    const maps = mapsOf("localResponseNorm", lowering.shape);
    const from = lowering.readMaps(0);
    const kernel = { kind: "localResponseNorm", ...lowering.attributes, maps, from } as const;
    lowering.write(kernel, mapStride(maps), maps);
  },
};

function normalize(x: Tensor, { size, alpha, beta, bias }: LocalResponseNormAttributes): Tensor {
  const { count, channels, height, width, data } = imagesOf(x);
  const pixels = height * width;
  const [below, above] = [Math.floor((size - 1) / 2), Math.ceil((size - 1) / 2)];
  const out = floatsLike(x, data.length);
  for (let i = 0; i < count * channels * pixels; i++) {
    const channel = Math.floor(i / pixels) % channels;
    const first = Math.max(0, channel - below);
    const last = Math.min(channels - 1, channel + above);
    let squares = 0;
    for (let c = first; c <= last; c++) squares += data[i + (c - channel) * pixels]! ** 2;
    out[i] = data[i]! / (bias + (alpha / size) * squares) ** beta;
  }
  return { data: out, shape: x.shape };
}
