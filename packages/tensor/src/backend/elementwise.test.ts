import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scalarFunction, type ScalarFunction } from "../scalar-functions.js";
import { backends, newRows, noise, valuesOf } from "../testing/backends.js";
import { readMaps, writeMaps } from "../testing/maps.js";
import { mapStride } from "./maps.js";

const functions: ScalarFunction[] = [
  { name: "step" },
  { name: "sigmoid" },
  { name: "relu" },
  { name: "leakyRelu", alpha: 0.1 },
  { name: "elu", alpha: 0.5 },
  { name: "selu" },
  { name: "hardSigmoid", alpha: 0.2, beta: 0.5 },
  { name: "hardSwish" },
  { name: "tanh" },
  { name: "gelu" },
  { name: "geluTanh" },
  { name: "silu" },
  { name: "softplus" },
  { name: "softsign" },
  { name: "divide", alpha: 3 },
  { name: "clip", alpha: -0.5, beta: 2 },
  // np.minimum(np.maximum(x, 100), 50)
  { name: "clip", alpha: 100, beta: 50 },
];

const sizes = fc.record({
  count: fc.integer({ min: 1, max: 4 }),
  width: fc.integer({ min: 1, max: 30 }),
  seed: fc.integer(),
});

describe.each(backends)("%s", (_, create) => {
  test.each(functions)("activate $name is the function in float64, extremes included", (f) => {
    const x = [
      ...[-1000, -104, -90, -20, -6, -3, -1.5, -0.1, -1e-8, 0, 1e-8, 0.25, 0.5, 3, 6, 16, 90, 1000],
      ...noise(5, 40).map((value) => 10 * value),
    ].map(Math.fround);
    const backend = create();
    const rows = newRows(backend, 60, 1);
    rows.data.set(x);
    backend.activate(f, rows, 1, x.length);
    const apply = scalarFunction(f);
    for (const [i, value] of x.entries()) {
      const expected = apply(value);
      // What the difference of two numbers near 1/2 leaves.
      const least = f.name.startsWith("hard") ? 0.1 : 0;
      const tolerance = 6e-7 * Math.max(Math.abs(expected), least) + 2 ** -126;
      expect(Math.abs(rows.data[i]! - expected), `${f.name}(${value})`).toBeLessThanOrEqual(
        tolerance,
      );
    }
  });

  test.each(functions)("activate $name keeps NaN", (f) => {
    const backend = create();
    const rows = newRows(backend, 4, 1);
    rows.data.set([NaN, NaN, NaN, NaN]);
    backend.activate(f, rows, 1, 4);
    // np.where(np.nan > 0, 1, 0)
    const expected = f.name === "step" ? 0 : NaN;
    expect([...rows.data]).toEqual([expected, expected, expected, expected]);
  });

  test("combine adds or multiplies, then cuts", () => {
    fc.assert(
      fc.property(sizes, fc.boolean(), ({ count, width, seed }, isSum) => {
        const backend = create();
        const stride = 4 * Math.ceil(width / 4);
        const rows = [0, 1, 2].map(() => newRows(backend, stride + 4, count));
        const [a, b, out] = rows as [(typeof rows)[0], (typeof rows)[0], (typeof rows)[0]];
        a.data.set(noise(seed, a.data.length));
        b.data.set(noise(seed + 1, b.data.length));
        const bounds = { lower: -0.5, upper: 0.75 };
        const size = { width, period: width };
        backend.combine(isSum ? "add" : "multiply", a, b, size, out, bounds)(count);
        const [left, right] = [valuesOf(a, count, width), valuesOf(b, count, width)];
        const got = valuesOf(out, count, width);
        for (let i = 0; i < count * width; i++) {
          const [row, column] = [Math.floor(i / width), i % width];
          const [x, y] = [left[row]![column]!, right[row]![column]!];
          const value = Math.fround(isSum ? x + y : x * y);
          expect(got[row]![column]).toBe(Math.min(Math.max(value, -0.5), 0.75));
        }
      }),
    );
  });

  test("combine takes one value for each channel of maps", () => {
    const backend = create();
    const maps = { channels: 6, height: 2, width: 3 };
    const a = newRows(backend, mapStride(maps), 2);
    const b = newRows(backend, 8, 2);
    const out = newRows(backend, mapStride(maps), 2);
    const values = noise(3, 72);
    writeMaps(a, values, 2, maps);
    const factors = noise(4, 16);
    b.data.set(factors);
    const size = { width: mapStride(maps), period: 8 };
    backend.combine("multiply", a, b, size, out, { lower: -Infinity, upper: Infinity })(2);
    for (const [n, got] of readMaps(out, 2, maps).entries()) {
      for (const [i, value] of got.entries()) {
        const factor = factors[n * 8 + Math.floor(i / 6)]!;
        expect(value).toBe(Math.fround(values[n * 36 + i]! * factor));
      }
    }
    expect(() =>
      backend.combine("add", a, b, { width: 48, period: 7 }, out, { lower: 0, upper: 1 })(1),
    ).toThrow(RangeError);
  });

  test("prelu has a slope for each channel, or for each value", () => {
    for (const period of [8, 24]) {
      const backend = create();
      const x = newRows(backend, 24, 2);
      const values = noise(9, 48);
      x.data.set(values);
      const slopes = noise(2, period);
      backend.prelu(slopes, x, 24)(2);
      const expected = values.map((v, i) => (v < 0 ? v * slopes[(i % 24) % period]! : v));
      expect([...x.data]).toEqual([...expected]);
    }
  });

  // x / (bias + alpha / size * (x ** 2 over the neighbours)) ** beta
  test.each([3, 4])("localResponseNorm over %d channels", (size) => {
    const backend = create();
    const maps = { channels: 5, height: 1, width: 1 };
    const [x, out] = [newRows(backend, 8, 1), newRows(backend, 8, 1)];
    writeMaps(x, [1, 2, 3, 4, 5], 1, maps);
    const norm = { size, alpha: 0.6, beta: 0.75, bias: 1 };
    backend.localResponseNorm(norm, maps, x, out)(1);
    const below = Math.floor((size - 1) / 2);
    const expected = [1, 2, 3, 4, 5].map((value, c, all) => {
      const near = all.slice(Math.max(0, c - below), c + size - below);
      return value / (1 + (0.6 / size) * near.reduce((sum, v) => sum + v * v, 0)) ** 0.75;
    });
    for (const [i, got] of readMaps(out, 1, maps)[0]!.entries()) {
      expect(got).toBeCloseTo(expected[i]!, 5);
    }
  });

  test("move takes runs of several rows, and fills what none covers", () => {
    const backend = create();
    const [a, b, out] = [newRows(backend, 8, 2), newRows(backend, 4, 2), newRows(backend, 12, 2)];
    a.data.set(Array.from({ length: 16 }, (_, i) => i));
    b.data.set(Array.from({ length: 8 }, (_, i) => 100 + i));
    const sources = [
      { rows: a, runs: Int32Array.of(1, 0, 6, 0, 9, 1) },
      { rows: b, runs: Int32Array.of(3, 7, 1) },
    ];
    backend.move(sources, out, -1)(2);
    expect(valuesOf(out, 2, 12)).toEqual([
      [1, 2, 3, 4, 5, 6, -1, 103, -1, 0, -1, -1],
      [9, 10, 11, 12, 13, 14, -1, 107, -1, 8, -1, -1],
    ]);
  });
});

test("runs that reach over their rows are refused by kernels", () => {
  const backend = backends[1]![1]();
  const [a, out] = [newRows(backend, 8, 1), newRows(backend, 8, 1)];
  for (const runs of [
    [0, 5, 4],
    [5, 0, 4],
    [-1, 0, 2],
  ]) {
    expect(() => backend.move([{ rows: a, runs: Int32Array.from(runs) }], out)).toThrow(
      "expected moves within 8 and 8 floats",
    );
  }
});
