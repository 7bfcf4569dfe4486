import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Activation, Backend, DenseWeights, Rows } from "./backend.js";
import { referenceBackend } from "./reference-backend.js";
import { compileKernels, createWasmBackend, supportsKernels } from "./wasm-backend.js";

// Without this the suite could pass on a backend that is not there.
test("this engine runs both builds of the kernels, and relaxed SIMD is the one it picks", () => {
  expect(supportsKernels("simd")).toBe(true);
  expect(supportsKernels("relaxed")).toBe(true);
  expect(createWasmBackend().name).toBe("wasm-relaxed");
});

const backends: [string, () => Backend][] = [
  ["reference", () => referenceBackend],
  ["wasm-simd", () => createWasmBackend(compileKernels("simd"))],
  ["wasm-relaxed", () => createWasmBackend(compileKernels("relaxed"))],
  ["wasm-simd-wide", () => createWasmBackend(compileKernels("simd", true))],
  ["wasm-relaxed-wide", () => createWasmBackend(compileKernels("relaxed", true))],
];

const activations: Activation[] = ["step", "sigmoid", "relu", "softmax", "identity"];

const layer = fc.record({
  inputs: fc.integer({ min: 1, max: 300 }),
  outputs: fc.integer({ min: 1, max: 300 }),
  count: fc.integer({ min: 1, max: 11 }),
  seed: fc.integer(),
});

/** Numbers in [-1, 1) for a test, the same for the same seed. */
function noise(seed: number, length: number): Float32Array {
  const values = new Float32Array(length);
  let state = seed | 1;
  for (let i = 0; i < length; i++) {
    state = Math.imul(state, 1664525) + 1013904223;
    values[i] = state / 2 ** 31;
  }
  return values;
}

/** Bytes of which most are 0, as in images. */
function pixels(seed: number, length: number): Uint8Array {
  return Uint8Array.from(noise(seed, length), (value) => Math.max(0, value * 512 - 257));
}

function weightsOf(inputs: number, outputs: number, seed: number): DenseWeights {
  return { weight: noise(seed, inputs * outputs), bias: noise(seed + 1, outputs) };
}

/** The first `width` values of each row. */
function valuesOf({ data, stride }: Rows, count: number, width: number): number[][] {
  return Array.from({ length: count }, (_, row) =>
    Array.from(data.subarray(row * stride, row * stride + width)),
  );
}

/** `x @ weight + bias` in float64, and the sum of magnitudes that rounding errors grow with. */
function exact(x: number[], { weight, bias }: DenseWeights): { value: number; scale: number }[] {
  return Array.from(bias, (b, j) => {
    const terms = x.map((value, k) => value * weight[k * bias.length + j]!);
    const sum = (values: number[]): number => values.reduce((a, c) => a + c, 0);
    return { value: b + sum(terms), scale: Math.abs(b) + sum(terms.map(Math.abs)) };
  });
}

describe.each(backends)("%s", (name, create) => {
  test("is what it is called", () => {
    expect(create().name).toBe(name);
  });

  test("denseBytes gives (x / divisor) · weight + bias", () => {
    fc.assert(
      fc.property(layer, ({ inputs, outputs, count, seed }) => {
        const backend = create();
        const weights = weightsOf(inputs, outputs, seed);
        const bytes = pixels(seed, inputs * (count + 1));
        const input = backend.createInput(bytes.length);
        input.bytes.set(bytes);
        const rows = backend.denseBytes(weights, 255, count)(input, 1, count);
        for (const [row, got] of valuesOf(rows, count, outputs).entries()) {
          const start = (row + 1) * inputs;
          const x = Array.from(bytes.subarray(start, start + inputs), (byte) => byte / 255);
          for (const [j, { value, scale }] of exact(x, weights).entries()) {
            expect(Math.abs(got[j]! - value)).toBeLessThan(1e-5 * scale);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  test("dense gives x · weight + bias, whatever the rows' stride", () => {
    fc.assert(
      fc.property(
        layer,
        fc.integer({ min: 1, max: 40 }),
        ({ inputs, outputs, count, seed }, bytes) => {
          const backend = create();
          const first = weightsOf(bytes, inputs, seed);
          const second = weightsOf(inputs, outputs, seed + 2);
          const input = backend.createInput(bytes * count);
          input.bytes.set(pixels(seed, bytes * count));
          const hidden = backend.denseBytes(first, 255, count)(input, 0, count);
          const x = valuesOf(hidden, count, inputs);
          const rows = backend.dense(second, count)(hidden, count);
          for (const [row, got] of valuesOf(rows, count, outputs).entries()) {
            for (const [j, { value, scale }] of exact(x[row]!, second).entries()) {
              expect(Math.abs(got[j]! - value)).toBeLessThan(1e-5 * scale);
            }
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  test("gives an example the same bits in every batch and every place in it", () => {
    fc.assert(
      fc.property(layer, fc.constantFrom(...activations), ({ inputs, outputs, count, seed }, f) => {
        const hidden = 7;
        const bytes = pixels(seed, inputs * count);
        const run = (batchSize: number): number[][] => {
          const backend = create();
          const input = backend.createInput(bytes.length);
          input.bytes.set(bytes);
          const first = backend.denseBytes(weightsOf(inputs, outputs, seed), 255, batchSize);
          const second = backend.dense(weightsOf(outputs, hidden, seed + 2), batchSize);
          const results: number[][] = [];
          for (let at = 0; at < count; at += batchSize) {
            const size = Math.min(batchSize, count - at);
            const x = first(input, at, size);
            backend.activate(f, x, size, outputs);
            results.push(...valuesOf(second(x, size), size, hidden));
          }
          return results;
        };
        const together = run(count);
        for (const batchSize of [1, 2, 3, 5]) expect(run(batchSize)).toEqual(together);
      }),
      { numRuns: 50 },
    );
  });

  test("activations agree with float64, extremes included", () => {
    const x = [-1000, -745, -88, -87, -20, -1.5, -0.1, -0, 0, 1e-8, 0.5, 3, 16, 87, 88, 745, 1000];
    const expected: Record<Activation, number[]> = {
      step: x.map((v) => (v > 0 ? 1 : 0)),
      sigmoid: x.map((v) => 1 / (1 + Math.exp(-v))),
      relu: x.map((v) => Math.max(0, v)),
      identity: x,
      softmax: x.map((v) => Math.exp(v - 1000)),
    };
    for (const activation of activations) {
      const backend = create();
      const rows = rowsOf(backend, x);
      backend.activate(activation, rows, 1, x.length);
      const [got] = valuesOf(rows, 1, x.length);
      for (const [i, value] of expected[activation].entries()) {
        // Rounding of float32; e^-87, about 1e-38, stands for all that is smaller.
        expect(Math.abs(got![i]! - value)).toBeLessThanOrEqual(4e-7 * Math.abs(value) + 2e-38);
      }
    }
  });

  test("sigmoid is within 2.5 ulp over [-30, 30]", () => {
    const backend = create();
    for (let from = -30; from < 30; from += 1) {
      const x = Array.from({ length: 300 }, (_, i) => Math.fround(from + i / 300));
      const rows = rowsOf(backend, x);
      backend.activate("sigmoid", rows, 1, x.length);
      for (const [i, got] of valuesOf(rows, 1, x.length)[0]!.entries()) {
        const value = 1 / (1 + Math.exp(-x[i]!));
        const ulp = 2 ** (Math.floor(Math.log2(value)) - 23);
        expect(Math.abs(got - value) / ulp).toBeLessThan(2.5);
      }
    }
  });

  test("predictions are the first of the largest, in each row", () => {
    const backend = create();
    const rows = rowsOf(backend, [1, 3, 3, -1, 0, -5, -2, -3, -9, -2], 2);
    expect(Array.from(backend.summarize(rows, 2, 5).predictions.subarray(0, 2))).toEqual([1, 1]);
  });

  test("sums are those of the softmax, for any width, wherever a row is largest", () => {
    const logit = fc.float({ min: -50, max: 50, noNaN: true });
    const matrix = fc
      .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 40 }))
      .chain(([n, width]) =>
        fc.array(fc.array(logit, { minLength: width, maxLength: width }), {
          minLength: n,
          maxLength: n,
        }),
      );
    fc.assert(
      fc.property(matrix, (x) => {
        const backend = create();
        const width = x[0]!.length;
        const got = backend.summarize(rowsOf(backend, x.flat(), x.length), x.length, width);
        for (const [i, row] of x.entries()) {
          const max = Math.max(...row);
          const powers = row.map((value) => Math.exp(Math.fround(value - max)));
          const sum = powers.reduce((a, b) => a + b, 0);
          const squares = powers.reduce((a, b) => a + b * b, 0);
          expect(got.predictions[i]).toBe(row.indexOf(max));
          expect(Math.abs(got.sums[2 * i]! / sum - 1)).toBeLessThan(1e-6);
          expect(Math.abs(got.sums[2 * i + 1]! / squares - 1)).toBeLessThan(1e-6);
        }
      }),
    );
  });

  test("the softmax of no finite logits has no sum", () => {
    for (const values of [
      [NaN, 0],
      [0, NaN],
      [Infinity, 0],
      [-Infinity, -Infinity],
    ]) {
      const backend = create();
      const { sums } = backend.summarize(rowsOf(backend, values), 1, 2);
      expect(sums[0]).toBeNaN();
    }
  });
});

/** Rows that hold these values, made by a layer whose bias they are. */
function rowsOf(backend: Backend, values: number[], count = 1): Rows {
  const width = values.length / count;
  // Row i is one-hot at i, so that it picks row i of the weights.
  const bytes = new Uint8Array(count * count);
  for (let i = 0; i < count; i++) bytes[i * count + i] = 1;
  const input = backend.createInput(bytes.length);
  input.bytes.set(bytes);
  const layer = { weight: Float32Array.from(values), bias: new Float32Array(width) };
  return backend.denseBytes(layer, 1, count)(input, 0, count);
}
