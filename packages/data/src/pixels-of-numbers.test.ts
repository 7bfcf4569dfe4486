import fc from "fast-check";
import { expect, test } from "vitest";
import { elementOf, scanPixels, toPixels, type Numbers } from "./pixels-of-numbers.js";

function meaningOf(...chunks: Numbers[]): string {
  const scan = scanPixels("f");
  for (const chunk of chunks) scan.add(chunk);
  return scan.meaning();
}

test.each([
  [Uint8Array.of(0, 255), "bytes"],
  [Int32Array.of(0, 255), "bytes"],
  [Int16Array.of(0, 256), "numbers"],
  [Int8Array.of(-1, 3), "numbers"],
  [Float32Array.of(0, 17, 255), "bytes"],
  [Float32Array.of(0, 17.5, 255), "numbers"],
  [Float32Array.of(0, 17 / 255, 1), "parts"],
  [Float64Array.of(0, 17 / 255, 1), "parts"],
  [Float32Array.of(0, 0.5, 1), "unit"],
  [Float32Array.of(-0.4242, 2.82), "numbers"],
  // Black and white, as floats.
  [Float32Array.of(0, 1, 1, 0), "parts"],
  [Uint8Array.of(0, 1, 1, 0), "bytes"],
])("%o are %s", (numbers, meaning) => {
  expect(meaningOf(numbers)).toBe(meaning);
});

test("all of them decide, in whatever pieces they come", () => {
  expect(meaningOf(Float32Array.of(0, 1), Float32Array.of(200))).toBe("bytes");
  expect(meaningOf(Float32Array.of(0, 1), Float32Array.of(0.3))).toBe("unit");
  expect(meaningOf(Float32Array.of(0, 0.5), Float32Array.of(200))).toBe("numbers");
});

test("bytes come back from whatever they were divided by 255 in", () => {
  const bytes = fc.uint8Array({ minLength: 1 });
  fc.assert(
    fc.property(bytes, fc.boolean(), (pixels, isWide) => {
      const parts = isWide
        ? Float64Array.from(pixels, (v) => v / 255)
        : Float32Array.from(pixels, (v) => v / 255);
      expect(meaningOf(parts)).toBe("parts");
      expect(toPixels(parts, "parts")).toEqual(pixels);
      expect(toPixels(Float32Array.from(pixels), "bytes")).toEqual(pixels);
    }),
  );
});

test("other floats stay what they are", () => {
  const floats = Float32Array.of(0.25, -3, 7.5);
  const bytes = toPixels(Float64Array.from(floats), "numbers");
  expect(new Float32Array(bytes.buffer, bytes.byteOffset, 3)).toEqual(floats);
  expect(elementOf("unit")).toEqual({ element: "float32", white: 1 });
  expect(elementOf("numbers")).toEqual({ element: "float32" });
  expect(elementOf("parts")).toEqual({ element: "uint8" });
});

test("what is no number is refused, with its place in all of them", () => {
  const scan = scanPixels("f");
  scan.add(Float32Array.of(1, 2));
  expect(() => scan.add(Float32Array.of(3, NaN))).toThrow(
    "f: expected finite pixels, got NaN at element 3",
  );
});
