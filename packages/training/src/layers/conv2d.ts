import type { AttributesOf } from "@evalpool/models";
import type { Floats } from "../floats.js";
import type { Matrix, Patches } from "../arithmetic/arithmetic.js";
import {
  allocateBatch,
  allocateGradients,
  optional,
  trainable,
  type LayerContext,
  type LayerFactory,
  type TrainableLayer,
} from "./layer.js";

/** Floats of patches that are in work at once: few enough to stay in a core's cache, 64 KiB. */
const PATCHES = 2 ** 14;

/**
 * A product for each place of the window: with the pixels under it as rows X `[places, K]`, the
 * weights of a group W `[K, filters]` and δ = ∂loss/∂y `[places, filters]`:
 *
 *     y = X·W + b    ∂loss/∂W = Xᵀ·δ    ∂loss/∂b = Σ δ    ∂loss/∂X = δ·Wᵀ, added up pixel by pixel
 */
export const conv2d: LayerFactory<"conv2d"> = ({ attributes }, context) => {
  const { filters, groups } = attributes;
  const { arithmetic } = context;
  const [, height, width] = context.outputShape as [number, number, number];
  const [weight, bias] = [trainable(context, "weight"), optional(context, "bias")];
  const y = allocateBatch(context, context.outputShape);
  const gradients = allocateGradients(context);
  const [dx] = gradients;
  const parts = Array.from({ length: groups }, (_, group) =>
    createGroup(attributes, context, group, weight, bias?.values),
  );
  let x = y;
  return {
    parameters: bias === undefined ? [weight] : [weight, bias],
    forward(inputs, count) {
      x = inputs[0]!;
      for (const part of parts) part.forward(x, count * height * width, y, filters);
      return y;
    },
    backward(dy, count) {
      const rows = count * height * width;
      if (bias) arithmetic.sumColumns(dy, rows, bias.gradient);
      dx?.fill(0);
      for (const part of parts) part.backward(x, dy, rows, filters, dx);
      return gradients;
    },
  } satisfies TrainableLayer;
};

interface Group {
  forward(x: Floats, rows: number, y: Floats, filters: number): void;
  backward(x: Floats, dy: Floats, rows: number, filters: number, dx: Floats | undefined): void;
}

/** One group of filters over one group of channels. */
function createGroup(
  attributes: AttributesOf<"conv2d">,
  context: LayerContext,
  group: number,
  weight: { readonly values: Floats; readonly gradient: Floats },
  bias: Floats | undefined,
): Group {
  const { arithmetic } = context;
  const patches = patchesOf(attributes, context, group);
  const filters = attributes.filters / attributes.groups;
  const { kernel } = attributes;
  const inner = kernel[0] * kernel[1] * patches.channels;
  const order = orderOfWeights(patches, filters, group * filters);
  const ownBias = bias?.subarray(group * filters, (group + 1) * filters);
  const turned = arithmetic.allocate(inner * filters);
  const packed = arithmetic.createPacked(inner, filters);
  const back = context.isAsked[0]
    ? { order: transposed(order, filters), packed: arithmetic.createPacked(filters, inner) }
    : undefined;
  const chunk = Math.max(8, Math.floor(PATCHES / inner));
  const gathered: Matrix = { values: arithmetic.allocate(chunk * inner), at: 0, stride: inner };
  /** Of the group's columns, where one chunk begins. */
  const columns: { values: Floats; at: number; stride: number } = {
    values: turned,
    at: 0,
    stride: attributes.filters,
  };

  return {
    forward(x, rows, y, width) {
      pick(weight.values, order, turned);
      arithmetic.pack(turned, ownBias, packed);
      columns.values = y;
      for (let first = 0; first < rows; first += chunk) {
        const count = Math.min(chunk, rows - first);
        columns.at = first * width + group * filters;
        arithmetic.gatherPatches(patches, x, first, count, gathered.values);
        arithmetic.multiply(gathered, packed, columns, count);
      }
    },
    backward(x, dy, rows, width, dx) {
      if (back) {
        pick(weight.values, back.order, turned);
        arithmetic.pack(turned, undefined, back.packed);
      }
      turned.fill(0);
      columns.values = dy;
      for (let first = 0; first < rows; first += chunk) {
        const count = Math.min(chunk, rows - first);
        columns.at = first * width + group * filters;
        arithmetic.gatherPatches(patches, x, first, count, gathered.values);
        arithmetic.addTransposed(gathered, columns, turned, count, inner, filters);
        if (dx === undefined || back === undefined) continue;
        arithmetic.multiply(columns, back.packed, gathered, count);
        arithmetic.scatterPatches(patches, gathered.values, first, count, dx);
      }
      for (let i = 0; i < order.length; i++) weight.gradient[order[i]!] = turned[i]!;
    },
  };
}

function patchesOf(
  { groups, ...window }: AttributesOf<"conv2d">,
  { inputShapes, outputShape }: LayerContext,
  group: number,
): Patches {
  const [channels, height, width] = inputShapes[0] as [number, number, number];
  return {
    input: { channels, height, width },
    places: [outputShape[1]!, outputShape[2]!],
    window,
    channels: channels / groups,
    firstChannel: (group * channels) / groups,
  };
}

/** Where each of W's `[kH, kW, channels, filters]` lies among the weights `[O, I, kH, kW]`. */
function orderOfWeights(
  { channels, window: { kernel } }: Patches,
  filters: number,
  firstFilter: number,
): Uint32Array {
  const taps = kernel[0] * kernel[1];
  return Uint32Array.from({ length: taps * channels * filters }, (_, i) => {
    const filter = i % filters;
    const channel = Math.floor(i / filters) % channels;
    const tap = Math.floor(i / (filters * channels));
    return ((firstFilter + filter) * channels + channel) * taps + tap;
  });
}

/** The same for Wᵀ. */
function transposed(order: Uint32Array, filters: number): Uint32Array {
  const inner = order.length / filters;
  return Uint32Array.from(order, (_, i) => order[(i % inner) * filters + Math.floor(i / inner)]!);
}

function pick(from: Floats, order: Uint32Array, to: Floats): void {
  for (let i = 0; i < order.length; i++) to[i] = from[order[i]!]!;
}
