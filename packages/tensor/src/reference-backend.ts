import type {
  Activation,
  Backend,
  ByteInput,
  DenseWeights,
  PackedDense,
  Rows,
  RunBytes,
} from "./backend.js";
import {
  inputsOf,
  packedSize,
  requireLayout,
  requireMemory,
  requireRoom,
  requireTable,
} from "./kernel-limits.js";
import { quotients } from "./quotients.js";

/** The memory of the reference: plain arrays. */
export interface ReferenceKinds {
  readonly block: ArrayBuffer;
  readonly rows: Rows;
  readonly input: ByteInput;
}

/** Plain TypeScript, summing in float64 and storing float32: what every other backend must equal. */
export const referenceBackend: Backend<ReferenceKinds> = {
  name: "reference",

  createInput(length) {
    requireMemory(length);
    return { bytes: new Uint8Array(length) };
  },

  allocate(bytes) {
    requireMemory(bytes);
    return new ArrayBuffer(bytes);
  },

  rows: (block, offset, stride, count) => ({
    data: new Float32Array(block, offset, stride * count),
    stride,
  }),

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

  mapBytesStride: (width) => width,

  mapBytes,

  activate(activation, x, count, width, group = width) {
    requireRows(x, count, width);
    if (activation === "softmax") {
      softmaxRows(x, count, width, group);
      return;
    }
    const { data, stride } = x;
    for (let row = 0; row < count; row++) {
      const values = data.subarray(row * stride, row * stride + width);
      for (let i = 0; i < width; i++) values[i] = elementwise[activation](values[i]!);
    }
  },

  summarize(x, count, width) {
    requireRows(x, count, width);
    const { data, stride } = x;
    const predictions = new Uint32Array(count);
    const sums = new Float32Array(2 * count);
    for (let row = 0; row < count; row++) {
      const start = row * stride;
      let best = 0;
      for (let j = 1; j < width; j++) if (data[start + j]! > data[start + best]!) best = j;
      const max = data[start + best]!;
      // 0, or NaN where the largest is infinite.
      let [sum, squares] = [max - max, 0];
      for (let j = 0; j < width; j++) {
        if (j === best) continue;
        const power = Math.exp(data[start + j]! - max);
        sum += power;
        squares += power * power;
      }
      predictions[row] = best;
      sums[2 * row] = sum;
      sums[2 * row + 1] = squares;
    }
    return { predictions, sums };
  },
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

function mapBytes(table: Float32Array, width: number, { bytes }: ByteInput, out: Rows): RunBytes {
  requireTable(table);
  return (first, count) => {
    requireRoom("examples", first + count, Math.floor(bytes.length / width));
    requireRows(out, count, width);
    for (let row = 0; row < count; row++) {
      const [from, to] = [(first + row) * width, row * out.stride];
      for (let i = 0; i < width; i++) out.data[to + i] = table[bytes[from + i]!]!;
    }
  };
}

function floats(length: number): Float32Array<ArrayBuffer> {
  requireMemory(4 * length);
  return new Float32Array(length);
}

/** @throws {RangeError} when there are fewer rows, or narrower ones */
function requireRows(x: Rows, count: number, width: number): void {
  requireRoom("columns", width, x.stride);
  requireRoom("rows", count, Math.floor((x.data.length - width) / x.stride) + 1);
}

const elementwise: Record<Exclude<Activation, "softmax">, (value: number) => number> = {
  step: (value) => (value > 0 ? 1 : 0),
  sigmoid: (value) => 1 / (1 + Math.exp(-value)),
  relu: (value) => (value < 0 ? 0 : value),
  identity: (value) => value,
};

/** Softmax of each `group` of values in the first `count` rows of `width`, in place. */
export function softmaxRows({ data, stride }: Rows, count: number, width: number, group: number) {
  for (let row = 0; row < count; row++) {
    const [start, end] = [row * stride, row * stride + width];
    for (let at = start; at < end; at += group) softmaxOf(data.subarray(at, at + group));
  }
}

function softmaxOf(values: Float32Array): void {
  let max = -Infinity;
  for (const value of values) max = Math.max(max, value);
  let sum = 0;
  for (const value of values) sum += Math.exp(value - max);
  for (let j = 0; j < values.length; j++) values[j] = Math.exp(values[j]! - max) / sum;
}
