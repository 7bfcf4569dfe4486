import fc from "fast-check";
import { expect, test } from "vitest";
import { batchOf } from "./batch-of.js";

const rgb = Uint8Array.of(1, 2, 3, 4, 10, 20, 30, 40, 100, 110, 120, 130);

test("pixels as they are lie in memory of their own", () => {
  const batch = batchOf(rgb, 12, { channels: 3, isInterleaved: false });
  expect(batch).toEqual(rgb);
  expect(batch.buffer).not.toBe(rgb.buffer);
});

test("channels last, and a table for each channel", () => {
  const table = Float32Array.from({ length: 3 * 256 }, (_, i) => (i & 255) + (i >> 8) / 2);
  const bytes = batchOf(rgb, 12, { channels: 3, isInterleaved: true });
  expect([...bytes]).toEqual([1, 10, 100, 2, 20, 110, 3, 30, 120, 4, 40, 130]);
  const floats = batchOf(rgb, 12, { channels: 3, isInterleaved: true, table });
  expect([...floats.subarray(0, 6)]).toEqual([1, 10.5, 101, 2, 20.5, 111]);
});

test("of any images, each pixel is where its layout has it", () => {
  const shape = fc.record({
    count: fc.integer({ min: 1, max: 4 }),
    channels: fc.integer({ min: 1, max: 4 }),
    plane: fc.integer({ min: 1, max: 9 }),
    isInterleaved: fc.boolean(),
    becomes: fc.constantFrom("bytes", "floats by a table", "the floats that it is"),
  });
  fc.assert(
    fc.property(shape, ({ count, channels, plane, isInterleaved, becomes }) => {
      const width = channels * plane;
      const values = Float32Array.from({ length: count * width }, (_, i) => (i * 37) % 256);
      const [layout, bytes] = [{ channels, isInterleaved }, Uint8Array.from(values)];
      const isFloat = becomes === "floats by a table";
      const table = Float32Array.from({ length: 256 }, (_, v) => v / 255);
      const batch =
        becomes === "the floats that it is"
          ? batchOf(new Uint8Array(values.buffer), 4 * width, { ...layout, isFloats: true })
          : batchOf(bytes, width, { ...layout, ...(isFloat && { table }) });
      expect(batch.buffer).not.toBe(values.buffer);
      expect(batch).toHaveLength(values.length);
      for (const [i, v] of values.entries()) {
        const [image, c, at] = [Math.floor(i / width), Math.floor(i / plane) % channels, i % plane];
        const to = image * width + (isInterleaved ? at * channels + c : c * plane + at);
        expect(batch[to]).toBe(isFloat ? Math.fround(v / 255) : v);
      }
    }),
  );
});
