import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backends, newRows, noise } from "../testing/backends.js";
import { areLanesFinite, readMaps, readParts, writeMaps } from "../testing/maps.js";
import { mapStride, placesOf, type MapPart, type MapShape } from "./maps.js";
import type { PoolGeometry } from "./pool.js";

const size = fc.integer({ min: 1, max: 9 });

const geometries: fc.Arbitrary<PoolGeometry> = fc
  .record({
    channels: fc.integer({ min: 1, max: 20 }),
    height: size,
    width: size,
    kernel: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 4 })),
    strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    dilations: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.constant(1)),
    isPadded: fc.boolean(),
    isCeil: fc.boolean(),
  })
  .map(({ channels, height, width, isPadded, isCeil, ...window }) => {
    const [before, after] = [window.kernel[0] > 1 ? 1 : 0, window.kernel[1] > 1 ? 1 : 0];
    const padding = isPadded ? ([before, 0, before, after] as const) : ([0, 0, 0, 0] as const);
    const all = { ...window, padding };
    const places = ([0, 1] as const).map((axis) => {
      const length = axis === 0 ? height : width;
      const count = placesOf(length, all, axis);
      const start = count * window.strides[axis] - padding[axis];
      // One more that reaches over the end, as in ceil mode, if it begins inside.
      return isCeil && start < length ? count + 1 : count;
    });
    const output = [places[0]!, places[1]!] as const;
    return { input: { channels, height, width }, output, ...all };
  })
  .filter(({ input, output, dilations, padding }) => {
    const isSteppedOver = padding.some((pixels) => pixels > 0) && input.height < dilations[0];
    return output[0] > 0 && output[1] > 0 && !isSteppedOver;
  });

/** The values of each window of one image, and how many places count with the padding. */
function windows(x: Float32Array, geometry: PoolGeometry) {
  const { input, output, kernel, strides, padding, dilations } = geometry;
  const { channels, height, width } = input;
  return Array.from({ length: channels * output[0] * output[1] }, (_, at) => {
    const c = Math.floor(at / (output[0] * output[1]));
    const top = (Math.floor(at / output[1]) % output[0]) * strides[0] - padding[0];
    const left = (at % output[1]) * strides[1] - padding[1];
    const values: number[] = [];
    let counted = 0;
    for (let i = 0; i < kernel[0]; i++) {
      for (let j = 0; j < kernel[1]; j++) {
        const [row, column] = [top + i * dilations[0], left + j * dilations[1]];
        if (row < height + padding[2] && column < width + padding[3]) counted++;
        if (row < 0 || row >= height || column < 0 || column >= width) continue;
        values.push(x[(c * height + row) * width + column]!);
      }
    }
    return { values, counted };
  });
}

describe.each(backends)("%s", (_, create) => {
  test.each(["max", "mean", "mean with padding"])("%s of each window", (mode) => {
    fc.assert(
      fc.property(
        geometries,
        fc.integer({ min: 1, max: 3 }),
        fc.integer(),
        (geometry, count, seed) => {
          const backend = create();
          const { channels, height, width } = geometry.input;
          const pixels = channels * height * width;
          const values = noise(seed, count * pixels);
          const x = newRows(backend, mapStride(geometry.input), count);
          writeMaps(x, values, count, geometry.input);
          const [rows, columns] = geometry.output;
          const written: MapShape = { channels, height: rows, width: columns };
          const out = newRows(backend, mapStride(written) + 4, count);
          const compute =
            mode === "max"
              ? backend.maxPool(geometry, x, out)
              : backend.averagePool(geometry, mode === "mean with padding", x, out);
          compute(count);
          expect(areLanesFinite(out, count, written)).toBe(true);
          for (const [n, got] of readMaps(out, count, written).entries()) {
            const image = values.subarray(n * pixels, (n + 1) * pixels);
            for (const [i, window] of windows(image, geometry).entries()) {
              const { values: of, counted } = window;
              const sum = of.reduce((a, b) => a + b, 0);
              const expected =
                mode === "max" ? Math.max(...of) : sum / (mode === "mean" ? of.length : counted);
              expect(Math.abs(got[i]! - expected)).toBeLessThan(mode === "max" ? 1e-30 : 1e-6);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each(["max", "mean"])("%s of each window as a part of wider maps", (mode) => {
    const backend = create();
    const input = { channels: 8, height: 5, width: 4 };
    const written = { channels: 8, height: 2, width: 2 };
    const window = { kernel: [2, 2], strides: [2, 2], dilations: [1, 1] } as const;
    const geometry = { input, output: [2, 2], ...window, padding: [0, 0, 0, 0] } as const;
    const x = newRows(backend, mapStride(input), 2);
    writeMaps(x, noise(3, 2 * 160), 2, input);
    const [alone, wide] = [newRows(backend, 32, 2), newRows(backend, 4 * 20 + 4, 2)];
    wide.data.fill(9);
    const run = (out: typeof x, part?: MapPart) =>
      mode === "max"
        ? backend.maxPool(geometry, x, out, part)(2)
        : backend.averagePool(geometry, false, x, out, part)(2);
    run(alone);
    run(wide, { first: 4, of: 18 });
    const before = { channels: 4, height: 2, width: 2 };
    expect(readParts(wide, 2, written, { first: 4, of: 18 })).toEqual(readMaps(alone, 2, written));
    for (const first of [0, 12]) {
      const others = readParts(wide, 2, before, { first, of: 18 });
      expect(others.flat().every((value) => value === 9)).toBe(true);
    }
    expect(() => run(wide, { first: 2, of: 18 })).toThrow(RangeError);
    expect(() => run(wide, { first: 16, of: 18 })).toThrow(RangeError);
  });

  // Summed up in float32 one after the other, it is off by 2e-3.
  test("the mean of a large image is right to 1e-6", () => {
    const backend = create();
    const input = { channels: 1, height: 512, width: 512 };
    const [x, out] = [newRows(backend, mapStride(input), 1), newRows(backend, 4, 1)];
    x.data.fill(3.3);
    const window = { kernel: [512, 512], strides: [1, 1], dilations: [1, 1] } as const;
    const geometry = { input, output: [1, 1], ...window, padding: [0, 0, 0, 0] } as const;
    backend.averagePool(geometry, false, x, out)(1);
    expect(Math.abs(out.data[0]! / Math.fround(3.3) - 1)).toBeLessThan(1e-6);
  });

  test("the largest of what holds NaN is NaN", () => {
    const backend = create();
    const input = { channels: 5, height: 2, width: 2 };
    const x = newRows(backend, mapStride(input), 1);
    const values = noise(1, 20);
    values[6] = NaN;
    writeMaps(x, values, 1, input);
    const output = { channels: 5, height: 1, width: 1 };
    const out = newRows(backend, mapStride(output), 1);
    const [kernel, strides, dilations] = [
      [2, 2],
      [2, 2],
      [1, 1],
    ] as const;
    const padding = [0, 0, 0, 0] as const;
    backend.maxPool({ input, output: [1, 1], kernel, strides, padding, dilations }, x, out)(1);
    expect(readMaps(out, 1, output)[0]!.map(Number.isNaN)).toEqual([
      false,
      true,
      false,
      false,
      false,
    ]);
  });
});
