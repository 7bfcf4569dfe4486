import type { DenseKernels, DenseWeights, PackedDense } from "../backend/dense.js";
import { channelStride, mapStride, type MapShape } from "../backend/maps.js";
import type { ByteInput, Rows, RunBytes } from "../backend/memory.js";
import {
  inputsOf,
  packedSize,
  requireLayout,
  requirePlanes,
  requireRoom,
  requireTable,
} from "../kernel-limits.js";
import { quotients } from "../quotients.js";
import type { ReferenceKinds } from "./kinds.js";
import { floats, requireRows } from "./rows.js";

/** Sums in float64, stored as float32. */
export const denseKernels: DenseKernels<ReferenceKinds> = {
  packDenseBytes: pack,

  denseBytes(layer, x, out) {
    const scaled = { data: floats(layer.inputs), stride: layer.inputs };
    const toFloats = mapBytes(quotients(layer.divisor), layer.inputs, x, scaled);
    const run = dense(layer);
    return (first, count) => {
      requireRows(out, count, layer.outputs);
      for (let row = 0; row < count; row++) {
        toFloats(first + row, 1);
        run(scaled, 0, out, row);
      }
    };
  },

  packDense: (layer) => pack(layer, 1),

  dense(layer, x, out) {
    const run = dense(layer);
    return (count) => {
      requireRows(x, count, layer.inputs);
      requireRows(out, count, layer.outputs);
      for (let row = 0; row < count; row++) run(x, row, out, row);
    };
  },

  mapBytes,
};

/** Bias and weights as they are: the reference reads them from plain rows. */
function pack(layer: DenseWeights, divisor: number): PackedDense {
  const [inputs, outputs] = [inputsOf(layer), layer.bias.length];
  const values = floats(layer.bias.length + layer.weight.length);
  values.set(layer.bias);
  values.set(layer.weight, outputs);
  return {
    layout: "rows",
    inputs,
    outputs,
    divisor,
    bytes: new Uint8Array(values.buffer),
    stride: outputs,
  };
}

/** `out[to] = x[from] · weight + bias` */
type RunRow = (x: Rows, from: number, out: Rows, to: number) => void;

function dense(layer: PackedDense): RunRow {
  const { inputs, outputs: width, bytes } = layer;
  requireLayout(layer, "rows", packedSize(inputs, width));
  const values = new Float32Array(Uint8Array.from(bytes).buffer);
  const bias = values.subarray(0, width);
  const weight = values.subarray(width);
  const sums = new Float64Array(width);
  return (x, from, out, to) => {
    sums.set(bias);
    for (let k = 0; k < inputs; k++) {
      const value = x.data[from * x.stride + k]!;
      for (let j = 0; j < width; j++) sums[j]! += value * weight[k * width + j]!;
    }
    out.data.set(sums, to * out.stride);
  };
}

function mapBytes(
  table: Float32Array,
  width: number,
  { bytes }: ByteInput,
  out: Rows,
  maps?: MapShape,
): RunBytes {
  requireTable(table, width);
  requirePlanes(table, width, maps);
  const plane = width / (table.length / 256);
  const pixels = maps && maps.height * maps.width;
  const placeOf = (i: number): number =>
    pixels ? (i % pixels) * channelStride(maps.channels) + Math.floor(i / pixels) : i;
  return (first, count) => {
    requireRoom("examples", first + count, Math.floor(bytes.length / width));
    requireRows(out, count, maps ? mapStride(maps) : width);
    if (maps) out.data.fill(0, 0, count * out.stride);
    for (let row = 0; row < count; row++) {
      const [from, to] = [(first + row) * width, row * out.stride];
      for (let i = 0; i < width; i++) {
        out.data[to + placeOf(i)] = table[256 * Math.floor(i / plane) + bytes[from + i]!]!;
      }
    }
  };
}
