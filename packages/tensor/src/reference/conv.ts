import {
  convOutput,
  convWritten,
  type ConvEnd,
  type ConvGeometry,
  type ConvKernels,
  type ConvWeights,
  type PackedConv,
} from "../backend/conv.js";
import { channelStride, mapStride, placeOf } from "../backend/maps.js";
import type { Rows } from "../backend/memory.js";
import { requireLayout, requireRoom } from "../kernel-limits.js";
import { bound } from "./bound.js";
import { writePart, type RunRow } from "./part.js";
import { maxPool } from "./pool.js";
import type { ReferenceKinds } from "./kinds.js";
import { floats, requireRows } from "./rows.js";

/** Sums in float64 over the window, channel by channel. */
export const convKernels: ConvKernels<ReferenceKinds> = {
  packConv: (weights, geometry) => pack(weights, geometry, "product", 1),

  conv(layer, x, out, end, part) {
    const { input } = layer.geometry;
    const written = convWritten(layer.geometry, end);
    const run = writePart(prepare(layer, end), written, part);
    const { width } = placeOf(written, part);
    return (count) => {
      requireRows(x, count, mapStride(input));
      requireRows(out, count, width);
      for (let row = 0; row < count; row++) run(x, row, out, row);
    };
  },

  suitsConvBytes: ({ input }) => input.channels === 1,

  packConvBytes: (weights, geometry, divisor) => pack(weights, geometry, "bytes", divisor),

  convBytes(layer, x, out, end) {
    const { geometry, divisor } = layer;
    const { height, width } = geometry.input;
    const pixels = height * width;
    const stride = channelStride(1);
    const scaled = { data: floats(pixels * stride), stride: pixels * stride };
    const run = prepare(layer, end);
    return (first, count) => {
      const { bytes } = x;
      requireRoom("examples", first + count, Math.floor(bytes.length / pixels));
      requireRows(out, count, mapStride(convWritten(geometry, end)));
      for (let row = 0; row < count; row++) {
        for (let i = 0; i < pixels; i++) {
          scaled.data[i * stride] = bytes[(first + row) * pixels + i]! / divisor;
        }
        run(scaled, 0, out, row);
      }
    };
  },
};

/** Bias and weights as they are. */
function pack(
  { weight, bias }: ConvWeights,
  geometry: ConvGeometry,
  algorithm: PackedConv["algorithm"],
  divisor: number,
): PackedConv {
  const values = floats(bias.length + weight.length);
  values.set(bias);
  values.set(weight, bias.length);
  const bytes = new Uint8Array(values.buffer);
  return { algorithm, layout: "rows", geometry, divisor, canPool: true, bytes };
}

function prepare(layer: PackedConv, end: ConvEnd): RunRow {
  const { input, filters, groups, kernel } = layer.geometry;
  const weights = filters * (input.channels / groups) * kernel[0] * kernel[1];
  requireLayout(layer, "rows", 4 * (filters + weights));
  const values = new Float32Array(Uint8Array.from(layer.bytes).buffer);
  const [bias, weight] = [values.subarray(0, filters), values.subarray(filters)];
  const output = convOutput(layer.geometry);
  if (!end.isPooled) {
    return (x, from, out, to) => {
      convolve(layer.geometry, { weight, bias }, x, from, out, to);
      bound(out, to, mapStride(output), end);
    };
  }
  const full = { data: floats(mapStride(output)), stride: mapStride(output) };
  const { height, width } = convWritten(layer.geometry, end);
  const pool = maxPool({
    input: output,
    output: [height, width],
    kernel: [2, 2],
    strides: [2, 2],
    padding: [0, 0, 0, 0],
    dilations: [1, 1],
  });
  return (x, from, out, to) => {
    convolve(layer.geometry, { weight, bias }, x, from, full, 0);
    bound(full, 0, mapStride(output), end);
    pool(full, 0, out, to);
  };
}

/** One image: `out[y, x, f] = bias[f] + Σ weight[f, c, i, j] · x[y · s + i · d - p, …, c]` */
function convolve(
  geometry: ConvGeometry,
  { weight, bias }: ConvWeights,
  x: Rows,
  from: number,
  out: Rows,
  to: number,
): void {
  const { input, filters, groups, kernel, strides, padding, dilations } = geometry;
  const { height, width } = convOutput(geometry);
  const [channels, perGroup] = [input.channels / groups, filters / groups];
  const [inStride, outStride] = [channelStride(input.channels), channelStride(filters)];
  const start = from * x.stride;
  for (let pixel = 0; pixel < height * width; pixel++) {
    const top = Math.floor(pixel / width) * strides[0] - padding[0];
    const left = (pixel % width) * strides[1] - padding[1];
    const at = to * out.stride + pixel * outStride;
    out.data.fill(0, at, at + outStride);
    for (let f = 0; f < filters; f++) {
      const first = Math.floor(f / perGroup) * channels;
      let sum = bias[f]!;
      for (let i = 0; i < kernel[0]; i++) {
        const row = top + i * dilations[0];
        if (row < 0 || row >= input.height) continue;
        for (let j = 0; j < kernel[1]; j++) {
          const column = left + j * dilations[1];
          if (column < 0 || column >= input.width) continue;
          const pixelAt = start + (row * input.width + column) * inStride + first;
          const weightAt = (f * channels * kernel[0] + i) * kernel[1] + j;
          for (let c = 0; c < channels; c++) {
            sum += x.data[pixelAt + c]! * weight[weightAt + c * kernel[0] * kernel[1]]!;
          }
        }
      }
      out.data[at + f] = sum;
    }
  }
}
