import fc from "fast-check";
import { expect, test } from "vitest";
import { MOST_SHARES, rangeOf } from "./asked-part.js";

test("shares follow on each other, and none has two images more than another", () => {
  const counts = fc.tuple(fc.integer({ min: 1, max: 400 }), fc.nat({ max: 1e10 }));
  fc.assert(
    fc.property(counts, ([of, images]) => {
      const ranges = Array.from({ length: of }, (_, i) => rangeOf({ index: i + 1, of }, images));
      expect(ranges[0]!.start).toBe(0);
      expect(ranges.at(-1)!.end).toBe(images);
      const sizes = ranges.map(({ start, end }) => end - start);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      for (const [i, { end }] of ranges.entries()) expect(ranges[i + 1]?.start ?? images).toBe(end);
    }),
  );
});

test("one image each stays one each, where a quotient first would round to none", () => {
  expect(rangeOf({ index: 1, of: 49 }, 49)).toEqual({ start: 0, end: 1 });
});

test("the most shares of more images than anyone has are whole numbers still", () => {
  const last = rangeOf({ index: MOST_SHARES, of: MOST_SHARES }, 9e9);
  expect(last).toEqual({ start: 9e9 - 9000, end: 9e9 });
});
