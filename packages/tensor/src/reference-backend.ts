import type { Activation, Backend, ByteInput, DenseWeights, Rows } from "./backend.js";

/** Plain TypeScript, summing in float64 and storing float32: what every other backend must equal. */
export const referenceBackend: Backend = {
  name: "reference",

  createInput: (length) => ({ bytes: new Uint8Array(length) }),

  denseBytes(layer, divisor, batchSize) {
    const inputs = layer.weight.length / layer.bias.length;
    const scaled = { data: new Float32Array(batchSize * inputs), stride: inputs };
    const run = dense(layer, batchSize);
    return ({ bytes }: ByteInput, first, count) => {
      for (let i = 0; i < count * inputs; i++)
        scaled.data[i] = bytes[first * inputs + i]! / divisor;
      return run(scaled, count);
    };
  },

  dense,

  activate(activation, { data, stride }, count, width) {
    for (let row = 0; row < count; row++) {
      const values = data.subarray(row * stride, row * stride + width);
      if (activation === "softmax") softmaxRow(values);
      else for (let i = 0; i < width; i++) values[i] = elementwise[activation](values[i]!);
    }
  },

  summarize({ data, stride }, count, width) {
    const predictions = new Uint32Array(count);
    const sums = new Float32Array(2 * count);
    for (let row = 0; row < count; row++) {
      const start = row * stride;
      let best = 0;
      for (let j = 1; j < width; j++) if (data[start + j]! > data[start + best]!) best = j;
      let [sum, squares] = [0, 0];
      for (let j = 0; j < width; j++) {
        const power = Math.exp(data[start + j]! - data[start + best]!);
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

function dense({ weight, bias }: DenseWeights, batchSize: number): (x: Rows, n: number) => Rows {
  const width = bias.length;
  const inputs = weight.length / width;
  const sums = new Float64Array(width);
  const out: Rows = { data: new Float32Array(batchSize * width), stride: width };
  return (x, count) => {
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

const elementwise: Record<Exclude<Activation, "softmax">, (value: number) => number> = {
  step: (value) => (value > 0 ? 1 : 0),
  sigmoid: (value) => 1 / (1 + Math.exp(-value)),
  relu: (value) => Math.max(0, value),
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
