import { ShapeError } from "@evalpool/errors";
import {
  convOutput,
  mapStride,
  size,
  type ConvGeometry,
  type Tensor,
  type Window,
} from "@evalpool/tensor";
import * as z from "zod/mini";
import { UNBOUNDED } from "../compile/program.js";
import type { Shape } from "../shape.js";
import { floatsLike, imagesOf, type Images } from "./images.js";
import { only, parameterOf, type Operation } from "./operation.js";
import { padding, pair, positiveInteger } from "./said.js";
import { completeWindow, mapsOf, placesOver, type SaidWindow } from "./window.js";

export interface Conv2dAttributes extends Window {
  readonly filters: number;
  readonly groups: number;
}

export interface SaidConv2d extends SaidWindow {
  readonly filters: number;
  readonly groups?: number | undefined;
}

/**
 * Sums of a window's pixels times weights: `[C, H, W] → [filters, places, places]`, `weight`
 * `[filters, C / groups, kH, kW]`, `bias` `[filters]`. Group g of the filters sees group g of the
 * channels; as many groups as channels are a depthwise convolution. (ONNX's `Conv`, PyTorch's
 * `conv2d`: a cross-correlation.)
 */
export const conv2d: Operation<
  Conv2dAttributes,
  SaidConv2d,
  { weight: "required"; bias: "optional" }
> = {
  inputs: 1,
  roles: { weight: "required", bias: "optional" },
  layouts: { OIHW: "canonical", HWIO: "HWIO" },
  said: () =>
    z.strictObject({
      filters: positiveInteger(),
      kernel: pair(),
      strides: z.optional(pair()),
      padding: z.optional(padding()),
      dilations: z.optional(pair()),
      groups: z.optional(positiveInteger()),
    }),
  complete: ({ filters, groups = 1, ...window }) => ({
    filters,
    groups,
    ...completeWindow(window, 1),
  }),
  infer(shapes, { filters, groups, ...window }) {
    const shape = only(shapes);
    const { channels } = mapsOf("conv2d", shape);
    if (channels % groups !== 0 || filters % groups !== 0) {
      const got = `${channels} channels and ${filters} filters`;
      throw new ShapeError("conv2d", shapes, `${groups} groups do not divide ${got}`);
    }
    const [height, width] = window.kernel;
    const fanIn = (channels / groups) * height * width;
    return {
      output: [filters, ...placesOver("conv2d", shape, window)],
      parameters: {
        weight: {
          shape: [filters, channels / groups, height, width],
          fans: { in: fanIn, out: (filters / groups) * height * width },
        },
        bias: { shape: [filters] },
      },
    };
  },
  multiplications: ([shape], output, { groups, kernel }) =>
    (size(output) * (shape?.[0] ?? 0) * kernel[0] * kernel[1]) / groups,
  apply({ inputs, attributes, parameters }) {
    const x = only(inputs);
    return convolve(x, parameterOf(parameters, "weight"), parameters["bias"], attributes);
  },
  lower(lowering) {
    const { backend, divisor, attributes, isExact } = lowering;
    const geometry = geometryOf(only(lowering.shapes), attributes);
    const { filters } = attributes;
    const weight = lowering.weight("weight");
    const bias = lowering.optionalWeight("bias") ?? new Float32Array(filters);
    const output = convOutput(geometry);
    const end = { ...UNBOUNDED, isPooled: false };
    if (lowering.isBytes(0) && geometry.input.channels === 1) {
      const layer = backend.packConvBytes({ weight, bias }, geometry, divisor);
      lowering.readBytes(0);
      lowering.write({ kind: "convBytes", layer, end }, mapStride(output), output);
    } else {
      const from = lowering.readMaps(0);
      const layer = backend.packConv({ weight, bias }, geometry, isExact);
      lowering.write({ kind: "conv", layer, from, end }, mapStride(output), output);
    }
  },
};

function geometryOf(shape: Shape, attributes: Conv2dAttributes): ConvGeometry {
  const { filters, groups, kernel, strides, padding, dilations } = attributes;
  const input = mapsOf("conv2d", shape);
  return { input, filters, groups, kernel, strides, padding, dilations };
}

/** Sums are kept in float64, a filter's map at a time. */
function convolve(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | undefined,
  attributes: Conv2dAttributes,
): Tensor {
  const images = imagesOf(x);
  const { filters, groups } = attributes;
  const [, channels = 1, kernelHeight = 1, kernelWidth = 1] = weight.shape;
  const { height, width } = convOutput(geometryOf(x.shape.slice(-3), attributes));
  const out = floatsLike(x, images.count * filters * height * width);
  const sums = new Float64Array(height * width);
  let taken = 0;
  for (let image = 0; image < images.count; image++) {
    for (let f = 0; f < filters; f++) {
      sums.fill(bias?.data[f] ?? 0);
      const first = Math.floor(f / (filters / groups)) * channels;
      let tap = f * channels * kernelHeight * kernelWidth;
      for (let c = 0; c < channels; c++) {
        const plane = image * images.channels + first + c;
        for (let i = 0; i < kernelHeight; i++) {
          for (let j = 0; j < kernelWidth; j++) {
            addTap(images, plane, weight.data[tap++]!, [i, j], attributes, sums, width);
          }
        }
      }
      out.set(sums, taken);
      taken += sums.length;
    }
  }
  return { data: out, shape: [...images.batch, filters, height, width] };
}

/** Adds what one weight gives to all places of the window on one plane. */
function addTap(
  { data, height, width }: Images,
  plane: number,
  weight: number,
  [i, j]: readonly [number, number],
  { strides, padding, dilations }: Window,
  sums: Float64Array,
  columns: number,
): void {
  const [top, left] = [i * dilations[0] - padding[0], j * dilations[1] - padding[1]];
  const first = Math.max(0, Math.ceil(-left / strides[1]));
  const last = Math.min(columns, Math.floor((width - 1 - left) / strides[1]) + 1);
  const rows = sums.length / columns;
  for (let row = 0; row < rows; row++) {
    const y = row * strides[0] + top;
    if (y < 0 || y >= height) continue;
    const from = (plane * height + y) * width + left;
    const to = row * columns;
    for (let column = first; column < last; column++) {
      sums[to + column]! += weight * data[from + column * strides[1]]!;
    }
  }
}
