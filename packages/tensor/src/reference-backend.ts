import type {
  Activation,
  Backend,
  BytesLayer,
  DenseWeights,
  PackedDense,
  Rows,
} from "./backend.js";
import {
  inputsOf,
  packedSize,
  requireLayout,
  requireMemory,
  requireRoom,
} from "./kernel-limits.js";
import { quotients } from "./quotients.js";

/** Plain TypeScript, summing in float64 and storing float32: what every other backend must equal. */
export const referenceBackend: Backend = {
  name: "reference",

  createInput: (length) => {
    requireMemory(length);
    return { bytes: new Uint8Array(length) };
  },

  packDenseBytes: pack,

  denseBytes(layer, batchSize) {
    const run = dense(layer, batchSize);
    const toFloats = mapBytes(quotients(layer.divisor), layer.inputs, batchSize);
    return (x, first, count) => run(toFloats(x, first, count), count);
  },

  packDense: (layer) => pack(layer, 1),

  dense,

  mapBytes,

  activate(activation, x, count, width) {
    const { data, stride } = rowsOf(x, count, width);
    for (let row = 0; row < count; row++) {
      const values = data.subarray(row * stride, row * stride + width);
      if (activation === "softmax") softmaxRow(values);
      else for (let i = 0; i < width; i++) values[i] = elementwise[activation](values[i]!);
    }
  },

  summarize(x, count, width) {
    const { data, stride } = rowsOf(x, count, width);
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
  return { layout: "rows", inputs, outputs, divisor, bytes: new Uint8Array(values.buffer) };
}

function dense(layer: PackedDense, batchSize: number): (x: Rows, count: number) => Rows {
  const { inputs, outputs: width, bytes } = layer;
  requireLayout(layer, "rows", packedSize(inputs, width));
  const values = new Float32Array(Uint8Array.from(bytes).buffer);
  const bias = values.subarray(0, width);
  const weight = values.subarray(width);
  const sums = new Float64Array(width);
  const out: Rows = { data: floats(batchSize * width), stride: width };
  return (x, count) => {
    rowsOf(x, count, inputs);
    requireRoom("rows", count, batchSize);
    for (let row = 0; row < count; row++) {
      sums.set(bias);
      for (let k = 0; k < inputs; k++) {
        const value = x.data[row * x.stride + k]!;
        for (let j = 0; j < width; j++) sums[j]! += value * weight[k * width + j]!;
      }
      out.data.set(sums, row * width);
    }
    return out;
  };
}

function mapBytes(table: Float32Array, width: number, batchSize: number): BytesLayer {
  const out: Rows = { data: floats(batchSize * width), stride: width };
  return ({ bytes }, first, count) => {
    requireRoom("examples", first + count, Math.floor(bytes.length / width));
    requireRoom("rows", count, batchSize);
    for (let i = 0; i < count * width; i++) out.data[i] = table[bytes[first * width + i]!]!;
    return out;
  };
}

function floats(length: number): Float32Array<ArrayBuffer> {
  requireMemory(4 * length);
  return new Float32Array(length);
}

/** @throws {RangeError} when there are fewer rows, or narrower ones */
function rowsOf(x: Rows, count: number, width: number): Rows {
  requireRoom("columns", width, x.stride);
  requireRoom("rows", count, Math.floor((x.data.length - width) / x.stride) + 1);
  return x;
}

const elementwise: Record<Exclude<Activation, "softmax">, (value: number) => number> = {
  step: (value) => (value > 0 ? 1 : 0),
  sigmoid: (value) => 1 / (1 + Math.exp(-value)),
  relu: (value) => (value < 0 ? 0 : value),
  identity: (value) => value,
};

/** In place. */
export function softmaxRow(row: Float32Array): void {
  let max = -Infinity;
  for (const value of row) max = Math.max(max, value);
  let sum = 0;
  for (const value of row) sum += Math.exp(value - max);
  for (let j = 0; j < row.length; j++) row[j] = Math.exp(row[j]! - max) / sum;
}
