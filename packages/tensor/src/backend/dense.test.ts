import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DenseWeights, PackedDense } from "./dense.js";
import {
  applyFunction,
  backends,
  functions,
  newRows,
  noise,
  pixels,
  valuesOf,
  weightsOf,
  dense,
  denseBytes,
  mapBytes,
} from "../testing/backends.js";
import { quotients } from "../quotients.js";
import { areLanesFinite, readMaps } from "../testing/maps.js";
import { mapStride } from "./maps.js";
import { createWasmBackend } from "../wasm/backend.js";
import { compileKernels, supportsKernels } from "../wasm/module.js";

// Without this the suite could pass on a backend that is not there.
test("this engine runs both builds of the kernels, and relaxed SIMD is the one it picks", () => {
  expect(supportsKernels("simd")).toBe(true);
  expect(supportsKernels("relaxed")).toBe(true);
  expect(createWasmBackend().name).toBe("wasm-relaxed");
});

const layer = fc.record({
  inputs: fc.integer({ min: 1, max: 300 }),
  outputs: fc.integer({ min: 1, max: 300 }),
  count: fc.integer({ min: 1, max: 11 }),
  seed: fc.integer(),
});

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
        const run = denseBytes(backend, backend.packDenseBytes(weights, 255), count);
        const rows = run(input, 1, count);
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
          const hidden = denseBytes(backend, backend.packDenseBytes(first, 255), count)(
            input,
            0,
            count,
          );
          const x = valuesOf(hidden, count, inputs);
          const rows = dense(backend, backend.packDense(second), count)(hidden, count);
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

  test("dense of mostly zeros gives the same, and the same bits in every batch", () => {
    const sizes = fc.record({
      inputs: fc.integer({ min: 1, max: 600 }),
      outputs: fc.integer({ min: 1, max: 120 }),
      count: fc.integer({ min: 1, max: 70 }),
      zeros: fc.constantFrom(0, 0.5, 0.9, 1),
      seed: fc.integer(),
    });
    fc.assert(
      fc.property(sizes, ({ inputs, outputs, count, zeros, seed }) => {
        const weights = weightsOf(inputs, outputs, seed);
        const chance = noise(seed + 2, inputs * count);
        const values = noise(seed + 3, inputs * count).map((value, i) =>
          Math.abs(chance[i]!) < zeros ? 0 : value,
        );
        const run = (batchSize: number): number[][] => {
          const backend = create();
          // What lies behind a row is not read.
          const stride = 4 * Math.ceil(inputs / 4) + 4;
          const x = newRows(backend, stride, batchSize);
          const compute = dense(backend, backend.packDense(weights, true), batchSize);
          const results: number[][] = [];
          for (let at = 0; at < count; at += batchSize) {
            const size = Math.min(batchSize, count - at);
            x.data.fill(9);
            for (let i = 0; i < size; i++) {
              const row = values.subarray((at + i) * inputs, (at + i + 1) * inputs);
              x.data.set(row, i * stride);
            }
            results.push(...valuesOf(compute(x, size), size, outputs));
          }
          return results;
        };
        const got = run(count);
        for (const [row, sums] of got.entries()) {
          const x = Array.from(values.subarray(row * inputs, (row + 1) * inputs));
          for (const [j, { value, scale }] of exact(x, weights).entries()) {
            expect(Math.abs(sums[j]! - value)).toBeLessThan(1e-5 * scale);
          }
        }
        expect(run(Math.ceil(count / 3))).toEqual(got);
      }),
      { numRuns: 30 },
    );
  });

  test("gives an example the same bits in every batch and every place in it", () => {
    fc.assert(
      fc.property(layer, fc.constantFrom(...functions), ({ inputs, outputs, count, seed }, f) => {
        const hidden = 7;
        const bytes = pixels(seed, inputs * count);
        const run = (batchSize: number): number[][] => {
          const backend = create();
          const input = backend.createInput(bytes.length);
          input.bytes.set(bytes);
          const packed = backend.packDenseBytes(weightsOf(inputs, outputs, seed), 255);
          const first = denseBytes(backend, packed, batchSize);
          const next = backend.packDense(weightsOf(outputs, hidden, seed + 2));
          const second = dense(backend, next, batchSize);
          const results: number[][] = [];
          for (let at = 0; at < count; at += batchSize) {
            const size = Math.min(batchSize, count - at);
            const x = first(input, at, size);
            applyFunction(backend, f, x, size, outputs);
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

  // Indices of non-zero pixels have 16 bits: images are read in spans of 65,536.
  test.each([65_535, 65_536, 65_537, 90_000, 131_075])("takes images of %d pixels", (inputs) => {
    const outputs = 5;
    const backend = create();
    const weights = weightsOf(inputs, outputs, inputs);
    const full = noise(3, inputs).map((value) => 1 + Math.abs(value) * 254);
    const bytes = Uint8Array.from([...pixels(7, inputs), ...full]);
    const input = backend.createInput(bytes.length);
    input.bytes.set(bytes);
    const rows = denseBytes(backend, backend.packDenseBytes(weights, 255), 2)(input, 0, 2);
    for (const [row, got] of valuesOf(rows, 2, outputs).entries()) {
      const x = Array.from(bytes.subarray(row * inputs, (row + 1) * inputs), (b) => b / 255);
      for (const [j, { value, scale }] of exact(x, weights).entries()) {
        expect(Math.abs(got[j]! - value)).toBeLessThan(1e-5 * scale);
      }
    }
  });

  test("reads a weight at pixel 65,541 of a 300 × 300 image, in every panel", () => {
    const [inputs, outputs, at] = [90_000, 90, 65_541];
    const backend = create();
    const weight = new Float32Array(inputs * outputs);
    for (let j = 0; j < outputs; j++) {
      weight[at * outputs + j] = j + 1;
      weight[(at - 65_536) * outputs + j] = -9;
    }
    const layer = { weight, bias: Float32Array.from({ length: outputs }, (_, j) => j) };
    const input = backend.createInput(inputs);
    input.bytes[at] = 2;
    const rows = denseBytes(backend, backend.packDenseBytes(layer, 1), 1)(input, 0, 1);
    expect(valuesOf(rows, 1, outputs)[0]).toEqual(
      Array.from(layer.bias, (b, j) => b + 2 * (j + 1)),
    );
  });

  test("mapBytes gives the table's floats, to the bit: x / divisor, rounded once", () => {
    const sizes = fc.record({
      width: fc.integer({ min: 1, max: 70 }),
      count: fc.integer({ min: 1, max: 5 }),
      divisor: fc.oneof(fc.constantFrom(1, 255, 256, 3), fc.double({ min: 1e-40, max: 1e40 })),
      seed: fc.integer(),
    });
    fc.assert(
      fc.property(sizes, ({ width, count, divisor, seed }) => {
        const backend = create();
        const bytes = pixels(seed, width * (count + 1));
        const input = backend.createInput(bytes.length);
        input.bytes.set(bytes);
        const rows = mapBytes(backend, quotients(divisor), width, count)(input, 1, count);
        // np.float32(np.float64(byte) / divisor)
        const expected = Array.from(bytes.subarray(width), (byte) => Math.fround(byte / divisor));
        expect(valuesOf(rows, count, width).flat()).toEqual(expected);
      }),
    );
  });

  test.each([1, 3, 4])("mapBytes takes a table for each of %i channels", (channels) => {
    const backend = create();
    const [plane, count] = [7, 5];
    const width = channels * plane;
    const bytes = pixels(6, width * count);
    const input = backend.createInput(bytes.length);
    input.bytes.set(bytes);
    const table = Float32Array.from({ length: 256 * channels }, (_, i) => i / 3);
    const rows = mapBytes(backend, table, width, count)(input, 0, count);
    const expected = Array.from(
      bytes,
      (byte, i) => table[256 * Math.floor((i % width) / plane) + byte],
    );
    expect(valuesOf(rows, count, width).flat()).toEqual(expected);
  });

  test.each([
    [1, 1],
    [3, 1],
    [3, 3],
    [4, 4],
  ])("mapBytes gives maps of %i channels by %i tables", (channels, tables) => {
    const backend = create();
    const maps = { channels, height: 3, width: 5 };
    const [count, width] = [4, channels * 15];
    const bytes = pixels(7, width * (count + 1));
    const input = backend.createInput(bytes.length);
    input.bytes.set(bytes);
    const table = Float32Array.from({ length: 256 * tables }, (_, i) => i / 3);
    const out = newRows(backend, mapStride(maps) + 4, count);
    out.data.fill(NaN);
    backend.mapBytes(table, width, input, out, maps)(1, count);
    const expected = Array.from(bytes.subarray(width), (byte, i) => {
      return table[256 * (Math.floor((i % width) / 15) % tables) + byte];
    });
    expect(readMaps(out, count, maps).flat()).toEqual(expected);
    expect(areLanesFinite(out, count, maps)).toBe(true);
    const others = { ...maps, channels: channels + 1 };
    expect(() => backend.mapBytes(table, width, input, out, others)).toThrow(RangeError);
  });

  test("what mapBytes gives is read by every other step", () => {
    const [width, count] = [13, 7];
    const backend = create();
    const weights = weightsOf(width, 6, 1);
    const bytes = pixels(5, width * count);
    const input = backend.createInput(bytes.length);
    input.bytes.set(bytes);
    const x = mapBytes(backend, quotients(255), width, count)(input, 0, count);
    backend.activate({ name: "relu" }, x, count, width);
    const rows = dense(backend, backend.packDense(weights), count)(x, count);
    for (const [row, got] of valuesOf(rows, count, 6).entries()) {
      const image = Array.from(bytes.subarray(row * width, (row + 1) * width), (b) => b / 255);
      for (const [j, { value, scale }] of exact(image, weights).entries()) {
        expect(Math.abs(got[j]! - value)).toBeLessThan(1e-5 * scale);
      }
    }
  });

  test("a layer packed once gives every backend of its layout the same bits", () => {
    fc.assert(
      fc.property(layer, fc.nat(3), ({ inputs, outputs, count, seed }, offset) => {
        const run = (copy: (packed: PackedDense) => PackedDense): number[][] => {
          const backend = create();
          const bytes = pixels(seed, inputs * count);
          const input = backend.createInput(bytes.length);
          input.bytes.set(bytes);
          const [a, b] = [weightsOf(inputs, outputs, seed), weightsOf(outputs, 9, seed + 2)];
          const first = denseBytes(backend, copy(create().packDenseBytes(a, 255)), count);
          const second = dense(backend, copy(create().packDense(b)), count);
          return valuesOf(second(first(input, 0, count), count), count, 9);
        };
        const shared = (packed: PackedDense): PackedDense => {
          const memory = new SharedArrayBuffer(packed.bytes.length + offset);
          const bytes = new Uint8Array(memory, offset);
          bytes.set(packed.bytes);
          return { ...packed, bytes };
        };
        expect(run(shared)).toEqual(run((packed) => packed));
      }),
      { numRuns: 30 },
    );
  });
});

test("without fused multiply-add, a sum runs over the pixels in order, across spans", () => {
  const [inputs, outputs, divisor] = [70_000, 4, 7];
  const backend = createWasmBackend(compileKernels("simd"));
  const { weight, bias } = weightsOf(inputs, outputs, 11);
  const bytes = pixels(12, inputs);
  const input = backend.createInput(inputs);
  input.bytes.set(bytes);
  const packed = backend.packDenseBytes({ weight, bias }, divisor);
  const rows = denseBytes(backend, packed, 1)(input, 0, 1);
  const sums = bias.slice();
  for (const [k, byte] of bytes.entries()) {
    for (let j = 0; byte !== 0 && j < outputs; j++) {
      const product = Math.fround(Math.fround(weight[k * outputs + j]! / divisor) * byte);
      sums[j]! += product; // stored, and so rounded
    }
  }
  expect(valuesOf(rows, 1, outputs)[0]).toEqual(Array.from(sums));
});
