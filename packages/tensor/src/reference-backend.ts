import type { Activation, Backend } from "./backend.js";

/** Plain TypeScript, summing in float64 and storing float32: what every other backend must equal. */
export const referenceBackend: Backend = {
  name: "reference",

  allocate: (length) => new Float32Array(length),

  dense(x, weights, bias, out, n) {
    const width = bias.length;
    const inputs = weights.length / width;
    const sums = new Float64Array(width);
    for (let row = 0; row < n; row++) {
      sums.set(bias);
      for (let k = 0; k < inputs; k++) {
        const value = x[row * inputs + k]!;
        const weightRow = k * width;
        for (let j = 0; j < width; j++) sums[j]! += value * weights[weightRow + j]!;
      }
      out.set(sums, row * width);
    }
  },

  activate(activation, x, n, width) {
    if (activation === "softmax") {
      for (let row = 0; row < n; row++) softmaxRow(x.subarray(row * width, (row + 1) * width));
      return;
    }
    const f = elementwise[activation];
    for (let i = 0; i < n * width; i++) x[i] = f(x[i]!);
  },

  argmax(x, n, width, out) {
    for (let row = 0; row < n; row++) {
      const start = row * width;
      let best = 0;
      for (let j = 1; j < width; j++) if (x[start + j]! > x[start + best]!) best = j;
      out[row] = best;
    }
  },
};

const elementwise: Record<Exclude<Activation, "softmax">, (value: number) => number> = {
  step: (value) => (value > 0 ? 1 : 0),
  sigmoid: (value) => 1 / (1 + Math.exp(-value)),
  relu: (value) => Math.max(0, value),
  identity: (value) => value,
};

function softmaxRow(row: Float32Array): void {
  const max = row.reduce((a, b) => Math.max(a, b), -Infinity);
  let sum = 0;
  for (const value of row) sum += Math.exp(value - max);
  for (let j = 0; j < row.length; j++) row[j] = Math.exp(row[j]! - max) / sum;
}
