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
  needs: ["kernel", "filters"],
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
    ...completeWindow(window, 1),
    groups,
  }),
  infer(shapes, { filters, groups, ...window }) {
    const shape = only(shapes);
    const { channels } = mapsOf("conv2d", shape);
    if (channels % groups !== 0 || filters % groups !== 0) {
      const got = `${groups} groups of ${channels} channels and ${filters} filters`;
      const reason = `expected groups that divide both channels and filters, got ${got}`;
      throw new ShapeError("conv2d", shapes, reason);
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
    if (lowering.isBytes(0) && backend.suitsConvBytes(geometry)) {
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

/** As a matrix product for each image and group: weights `[filters, K]` times columns `[K, P]`. */
function convolve(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | undefined,
  attributes: Conv2dAttributes,
): Tensor {
  const images = imagesOf(x);
  const { filters, groups } = attributes;
  const { height, width } = convOutput(geometryOf(x.shape.slice(-3), attributes));
  const pixels = height * width;
  const out = floatsLike(x, images.count * filters * pixels);
  const columns = new Float64Array((weight.data.length / filters) * pixels);
  const sums = new Float64Array(pixels);
  const perGroup = filters / groups;
  for (let image = 0; image < images.count; image++) {
    for (let f = 0; f < filters; f++) {
      if (f % perGroup === 0) {
        const first = image * images.channels + (f / perGroup) * (images.channels / groups);
        toColumns(images, first, attributes, [height, width], columns);
      }
      sums.fill(bias?.data[f] ?? 0);
      addProducts(weight.data, f, columns, sums);
      out.set(sums, (image * filters + f) * pixels);
    }
  }
  return { data: out, shape: [...images.batch, filters, height, width] };
}

/**
 * Puts what each weight of a filter meets into a row, a value for each place of the window: `[C / groups
 * · kH · kW, places]`, 0 in the padding (im2col; Chellapilla, Puri and Simard 2006).
 *
 * @param first the first plane of the group
 */
function toColumns(
  { data, height, width }: Images,
  first: number,
  { kernel, strides, padding, dilations }: Window,
  [rows, places]: readonly [number, number],
  columns: Float64Array,
): void {
  const window = kernel[0] * kernel[1];
  const taps = columns.length / (rows * places);
  let at = 0;
  for (let tap = 0; tap < taps; tap++) {
    const plane = first + Math.floor(tap / window);
    const top = Math.floor((tap % window) / kernel[1]) * dilations[0] - padding[0];
    const left = (tap % kernel[1]) * dilations[1] - padding[1];
    for (let row = 0; row < rows; row++) {
      const y = row * strides[0] + top;
      const from = (plane * height + y) * width;
      const isInside = y >= 0 && y < height;
      for (let place = 0; place < places; place++) {
        const x = place * strides[1] + left;
        columns[at++] = isInside && x >= 0 && x < width ? data[from + x]! : 0;
      }
    }
  }
}

/** Adds row f of the weights times the columns, four rows of these at a time. */
function addProducts(
  weight: Tensor["data"],
  f: number,
  columns: Float64Array,
  sums: Float64Array,
): void {
  const pixels = sums.length;
  const taps = columns.length / pixels;
  let tap = 0;
  for (; tap + 4 <= taps; tap += 4) {
    const [a, b, c, d] = [0, 1, 2, 3].map((i) => weight[f * taps + tap + i]!) as [
      number,
      number,
      number,
      number,
    ];
    const at = tap * pixels;
    for (let p = 0; p < pixels; p++) {
      sums[p]! +=
        a * columns[at + p]! +
        b * columns[at + pixels + p]! +
        c * columns[at + 2 * pixels + p]! +
        d * columns[at + 3 * pixels + p]!;
    }
  }
  for (; tap < taps; tap++) {
    const value = weight[f * taps + tap]!;
    for (let p = 0; p < pixels; p++) sums[p]! += value * columns[tap * pixels + p]!;
  }
}
