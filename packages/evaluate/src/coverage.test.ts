import fc from "fast-check";
import { expect, test } from "vitest";
import { firstDouble, missingRanges, without } from "./coverage.js";
import type { ShardRange } from "./plan-shards.js";

const MOST = 60;

const anyRange = fc
  .tuple(fc.nat(MOST), fc.nat(MOST))
  .map(([a, b]): ShardRange => ({ start: Math.min(a, b), end: Math.max(a, b) }));
const anyRanges = fc.array(anyRange, { maxLength: 12 });

/** The indices of ranges, one by one: the plain way to say what these functions give. */
function indices(ranges: readonly ShardRange[]): number[] {
  return ranges.flatMap(({ start, end }) =>
    Array.from({ length: end - start }, (_, i) => start + i),
  );
}

test("what is left is what is in the ranges and in none of the others, in order, in few ranges", () => {
  fc.assert(
    fc.property(anyRanges, anyRanges, (ranges, others) => {
      const left = without(ranges, others);
      const taken = new Set(indices(others));
      const expected = [...new Set(indices(ranges))].filter((i) => !taken.has(i));
      expect(indices(left)).toEqual(expected.toSorted((a, b) => a - b));
      for (const [i, { start }] of left.entries()) {
        if (i > 0) expect(start).toBeGreaterThan(left[i - 1]!.end);
      }
    }),
  );
});

test("what is missing is told, and nothing where all is there", () => {
  expect(missingRanges(10, [])).toEqual([{ start: 0, end: 10 }]);
  expect(missingRanges(10, [{ start: 2, end: 5 }])).toEqual([
    { start: 0, end: 2 },
    { start: 5, end: 10 },
  ]);
  const both = [
    { start: 5, end: 10 },
    { start: 0, end: 5 },
  ];
  expect(missingRanges(10, both)).toEqual([]);
});

test("a double is found if and only if an index is there twice", () => {
  fc.assert(
    fc.property(anyRanges, (ranges) => {
      const all = indices(ranges);
      const double = firstDouble(ranges);
      expect(double === undefined).toBe(new Set(all).size === all.length);
      if (double) expect(all.filter((i) => i === double.start).length).toBeGreaterThan(1);
    }),
  );
});
