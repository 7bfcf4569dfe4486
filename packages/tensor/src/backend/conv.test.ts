import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backends, newRows, noise, pixels } from "../testing/backends.js";
import { areLanesFinite, readMaps, readParts, writeMaps } from "../testing/maps.js";
import { createWasmBackend } from "../wasm/backend.js";
import type { Backend } from "./backend.js";
import {
  convOutput,
  convWritten,
  type ConvEnd,
  type ConvGeometry,
  type ConvWeights,
} from "./conv.js";
import { channelStride, mapStride, type Padding } from "./maps.js";

const small = fc.integer({ min: 1, max: 3 });
const side = fc.nat({ max: 2 });
const pads: fc.Arbitrary<Padding> = fc.tuple(side, side, side, side);

/** Convolutions of every kind: of one group, of some, channel by channel, 3×3 as Winograd takes it. */
const geometries: fc.Arbitrary<ConvGeometry> = fc
  .record({
    kind: fc.constantFrom("any", "groups", "depthwise", "winograd", "pointwise"),
    groups: fc.integer({ min: 1, max: 4 }),
    channels: fc.integer({ min: 1, max: 18 }),
    filters: fc.integer({ min: 1, max: 40 }),
    height: fc.integer({ min: 1, max: 14 }),
    width: fc.integer({ min: 1, max: 14 }),
    kernel: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
    strides: fc.tuple(small, small),
    dilations: fc.tuple(small, small),
    padding: pads,
  })
  .map(({ kind, groups, channels, filters, height, width, ...window }): ConvGeometry => {
    const input = { channels, height, width };
    const plain = { strides: [1, 1], dilations: [1, 1], groups: 1 } as const;
    switch (kind) {
      case "any":
        return { input, filters, ...window, groups: 1 };
      case "groups":
        return {
          input: { ...input, channels: groups * channels },
          filters: groups * Math.ceil(filters / 4),
          ...window,
          groups,
        };
      case "depthwise":
        return { input, filters: channels, ...window, groups: channels };
      case "winograd":
        return { input, filters, ...window, kernel: [3, 3], ...plain };
      case "pointwise":
        return { input, filters, kernel: [1, 1], padding: [0, 0, 0, 0], ...plain };
    }
  })
  .filter((geometry) => {
    const { height, width } = convOutput(geometry);
    return height > 0 && width > 0;
  });

const ends: fc.Arbitrary<ConvEnd> = fc.record({
  lower: fc.constantFrom(-Infinity, 0),
  upper: fc.constantFrom(Infinity, 1.5),
  isPooled: fc.boolean(),
});

const cases = fc
  .record({
    geometry: geometries,
    end: ends,
    count: fc.integer({ min: 1, max: 5 }),
    seed: fc.integer(),
  })
  .map(({ end, ...others }) => {
    const { height, width } = convOutput(others.geometry);
    return { ...others, end: { ...end, isPooled: end.isPooled && height > 1 && width > 1 } };
  });

function weightsOf({ input, filters, groups, kernel }: ConvGeometry, seed: number): ConvWeights {
  const length = filters * (input.channels / groups) * kernel[0] * kernel[1];
  return { weight: noise(seed, length), bias: noise(seed + 1, filters) };
}

/** The sums of one image `[C, H, W]` in float64, and those of magnitudes, that errors grow with. */
function exact(x: ArrayLike<number>, geometry: ConvGeometry, { weight, bias }: ConvWeights) {
  const { input, filters, groups, kernel, strides, padding, dilations } = geometry;
  const { height, width } = convOutput(geometry);
  const channels = input.channels / groups;
  const sums: { value: number; scale: number }[] = [];
  for (let f = 0; f < filters; f++) {
    for (let pixel = 0; pixel < height * width; pixel++) {
      let value = bias[f]!;
      let scale = Math.abs(value);
      for (let c = 0; c < channels; c++) {
        for (let i = 0; i < kernel[0]; i++) {
          for (let j = 0; j < kernel[1]; j++) {
            const y = Math.floor(pixel / width) * strides[0] + i * dilations[0] - padding[0];
            const z = (pixel % width) * strides[1] + j * dilations[1] - padding[1];
            if (y < 0 || y >= input.height || z < 0 || z >= input.width) continue;
            const channel = Math.floor(f / (filters / groups)) * channels + c;
            const w = weight[((f * channels + c) * kernel[0] + i) * kernel[1] + j]!;
            const term = w * x[(channel * input.height + y) * input.width + z]!;
            value += term;
            scale += Math.abs(term);
          }
        }
      }
      sums.push({ value, scale });
    }
  }
  return sums;
}

/** Cuts sums to bounds and keeps the largest of each 2×2. */
function finish(
  sums: readonly { value: number; scale: number }[],
  geometry: ConvGeometry,
  end: ConvEnd,
) {
  const { lower, upper, isPooled } = end;
  const cut = sums.map(({ value, scale }) => ({
    value: Math.min(Math.max(value, lower), upper),
    scale,
  }));
  if (!isPooled) return cut;
  const full = convOutput(geometry);
  const { channels, height, width } = convWritten(geometry, end);
  return Array.from({ length: channels * height * width }, (_, i) => {
    const [c, y, x] = [Math.floor(i / (height * width)), Math.floor(i / width) % height, i % width];
    const four = [0, 1].flatMap((dy) =>
      [0, 1].map((dx) => cut[(c * full.height + 2 * y + dy) * full.width + 2 * x + dx]!),
    );
    return {
      value: Math.max(...four.map(({ value }) => value)),
      scale: Math.max(...four.map(({ scale }) => scale)),
    };
  });
}

/** What a backend gives for images in batches of some size. */
function run(
  backend: Backend,
  {
    geometry,
    end,
    count,
    seed,
  }: { geometry: ConvGeometry; end: ConvEnd; count: number; seed: number },
  x: Float32Array,
  batchSize: number,
  isExact: boolean,
): number[][] {
  const layer = backend.packConv(weightsOf(geometry, seed), geometry, isExact);
  const pooled = { ...end, isPooled: end.isPooled && layer.canPool };
  const written = convWritten(geometry, pooled);
  const [inStride, outStride] = [mapStride(geometry.input) + 4, mapStride(written) + 8];
  const rows = newRows(backend, inStride, batchSize);
  const out = newRows(backend, outStride, batchSize);
  const compute = backend.conv(layer, rows, out, pooled);
  const width = x.length / count;
  const results: number[][] = [];
  for (let at = 0; at < count; at += batchSize) {
    const size = Math.min(batchSize, count - at);
    writeMaps(rows, x.subarray(at * width, (at + size) * width), size, geometry.input);
    compute(size);
    expect(areLanesFinite(out, size, written)).toBe(true);
    results.push(...readMaps(out, size, written));
  }
  return results;
}

describe.each(backends)("%s", (_, create) => {
  test.each([true, false])(
    "conv is the sum of a window's products, cut and pooled (exact: %s)",
    (isExact) => {
      fc.assert(
        fc.property(cases, (one) => {
          const { geometry, end, count, seed } = one;
          const { channels, height, width } = geometry.input;
          const x = noise(seed + 2, count * channels * height * width);
          const got = run(create(), one, x, count, isExact);
          const { canPool } = create().packConv(weightsOf(geometry, seed), geometry, isExact);
          const finished = { ...end, isPooled: end.isPooled && canPool };
          for (const [n, values] of got.entries()) {
            const image = x.subarray(
              n * channels * height * width,
              (n + 1) * channels * height * width,
            );
            const sums = exact(image, geometry, weightsOf(geometry, seed));
            const expected = finish(sums, geometry, finished);
            expect(values).toHaveLength(expected.length);
            // Winograd's transforms mix what lies in a tile: errors are of the largest there.
            const largest = Math.max(...expected.map(({ scale }) => scale));
            for (const [i, { value }] of expected.entries()) {
              expect(Math.abs(values[i]! - value)).toBeLessThan(4e-6 * largest);
            }
          }
        }),
        { numRuns: 40 },
      );
    },
  );

  test("conv gives an image the same bits in every batch and every place in it", () => {
    fc.assert(
      fc.property(cases, fc.boolean(), (one, isExact) => {
        const { channels, height, width } = one.geometry.input;
        const x = noise(one.seed + 2, one.count * channels * height * width);
        const together = run(create(), one, x, one.count, isExact);
        for (const batchSize of [1, 2, 3]) {
          expect(run(create(), one, x, batchSize, isExact)).toEqual(together);
        }
      }),
      { numRuns: 30 },
    );
  });

  // 36 planes of weights are more than a cache keeps; a side of 13 or 14 is no multiple of a tile's.
  test.each([13, 14])("conv of many filters over %i pixels a side is their sum", (side) => {
    const input = { channels: 96, height: side, width: side };
    const plain = { strides: [1, 1], dilations: [1, 1], groups: 1 } as const;
    const geometry = {
      input,
      filters: 88,
      kernel: [3, 3],
      padding: [1, 1, 1, 1],
      ...plain,
    } as const;
    const one = {
      geometry,
      end: { lower: -Infinity, upper: Infinity, isPooled: false },
      count: 3,
      seed: 5,
    };
    const x = noise(7, 3 * 96 * side * side);
    const got = run(create(), one, x, 3, false);
    const expected = run(create(), one, x, 3, true).flat();
    const largest = Math.max(...expected.map(Math.abs));
    for (const [i, value] of got.flat().entries()) {
      expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-5 * largest);
    }
    expect(run(create(), one, x, 1, false)).toEqual(got);
  });

  test("conv gives a part of wider maps the same bits, and leaves the others alone", () => {
    fc.assert(
      fc.property(cases, fc.boolean(), ({ geometry, end, count, seed }, isExact) => {
        const backend = create();
        const { channels, height, width } = geometry.input;
        const layer = backend.packConv(weightsOf(geometry, seed), geometry, isExact);
        const pooled = { ...end, isPooled: end.isPooled && layer.canPool };
        const written = convWritten(geometry, pooled);
        const part = { first: 4, of: 8 + channelStride(written.channels) };
        const x = newRows(backend, mapStride(geometry.input), count);
        writeMaps(x, noise(seed + 2, count * channels * height * width), count, geometry.input);
        const alone = newRows(backend, mapStride(written), count);
        const wide = newRows(backend, written.height * written.width * part.of, count);
        wide.data.fill(9);
        backend.conv(layer, x, alone, pooled)(count);
        backend.conv(layer, x, wide, pooled, part)(count);
        expect(readParts(wide, count, written, part)).toEqual(readMaps(alone, count, written));
        for (const first of [0, part.of - 4]) {
          const others = readParts(wide, count, { ...written, channels: 4 }, { ...part, first });
          expect(others.flat().every((value) => value === 9)).toBe(true);
        }
        const beyond = { ...part, first: 12 };
        expect(() => backend.conv(layer, x, wide, pooled, beyond)).toThrow(RangeError);
      }),
      { numRuns: 30 },
    );
  });

  test("convBytes is conv of x / divisor, the same bits in every batch", () => {
    fc.assert(
      fc.property(cases, (one) => {
        const { end, count, seed } = one;
        const { height, width } = one.geometry.input;
        const input = { channels: 1, height, width };
        const geometry = { ...one.geometry, input, groups: 1 };

        const bytes = pixels(seed, (count + 1) * height * width);
        const weights = weightsOf(geometry, seed);
        const convolve = (batchSize: number): number[][] => {
          const backend = create();
          const x = backend.createInput(bytes.length);
          x.bytes.set(bytes);
          const layer = backend.packConvBytes(weights, geometry, 255);
          expect(layer.canPool).toBe(true);
          const written = convWritten(geometry, end);
          const out = newRows(backend, mapStride(written), batchSize);
          const compute = backend.convBytes(layer, x, out, end);
          const results: number[][] = [];
          for (let at = 0; at < count; at += batchSize) {
            const size = Math.min(batchSize, count - at);
            compute(1 + at, size);
            expect(areLanesFinite(out, size, written)).toBe(true);
            results.push(...readMaps(out, size, written));
          }
          return results;
        };
        const got = convolve(count);
        for (const [n, values] of got.entries()) {
          const image = bytes.subarray((n + 1) * height * width, (n + 2) * height * width);
          const sums = exact(
            Float64Array.from(image, (byte) => byte / 255),
            geometry,
            weights,
          );
          for (const [i, { value, scale }] of finish(sums, geometry, end).entries()) {
            expect(Math.abs(values[i]! - value)).toBeLessThan(2e-6 * scale);
          }
        }
        for (const batchSize of [1, 2]) expect(convolve(batchSize)).toEqual(got);
      }),
      { numRuns: 40 },
    );
  });
});

test("weights that no cache holds are read as they are where few pixels share them", () => {
  const weights = { weight: new Float32Array(512 * 512 * 9), bias: new Float32Array(512) };
  const algorithms = [7, 14].map((side) => {
    const input = { channels: 512, height: side, width: side };
    const plain = { strides: [1, 1], dilations: [1, 1], groups: 1 } as const;
    const window = { kernel: [3, 3], padding: [1, 1, 1, 1], ...plain } as const;
    return createWasmBackend().packConv(weights, { input, filters: 512, ...window }, false)
      .algorithm;
  });
  expect(algorithms).toEqual(["product", "winograd"]);
});
