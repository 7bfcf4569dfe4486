import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { comparePredictions, type Samples } from "./compare-predictions.js";

const at = [{ start: 0, end: 6 }];
const labels = [0, 1, 2, 0, 1, 2];

test("tells which images broke and which were mended", () => {
  const a = { labels, predictions: [0, 1, 2, 1, 1, 0] };
  const b = { labels, predictions: [0, 2, 2, 0, 0, 1] };
  expect(comparePredictions(a, b, at, "b")).toEqual({
    // 2 * sum(math.comb(3, i) for i in range(2)) / 2 ** 3
    mcNemar: {
      bothRight: 2,
      onlyA: 2,
      onlyB: 1,
      bothWrong: 1,
      method: "exact binomial",
      pValue: 1,
    },
    broken: [
      { index: 1, label: 1, a: 1, b: 2 },
      { index: 4, label: 1, a: 1, b: 0 },
    ],
    mended: [{ index: 3, label: 0, a: 1, b: 0 }],
  });
});

test("indices are those of the ranges", () => {
  const a = { labels: [0, 0, 0], predictions: [0, 1, 0] };
  const b = { labels: [0, 0, 0], predictions: [1, 0, 1] };
  const ranges = [{ start: 10, end: 11 }, { start: 20, end: 22 }]; // prettier-ignore
  const { broken, mended } = comparePredictions(a, b, ranges, "b");
  expect(broken.map(({ index }) => index)).toEqual([10, 21]);
  expect(mended.map(({ index }) => index)).toEqual([20]);
});

describe("of any predictions", () => {
  const klass = fc.nat({ max: 3 });
  /** Labels, and what two models read. */
  const images = fc.array(fc.tuple(klass, klass, klass), { maxLength: 60 }).map((rows) => {
    const column = (i: 1 | 2): Samples => ({
      labels: rows.map(([label]) => label),
      predictions: rows.map((row) => row[i]),
    });
    return { a: column(1), b: column(2), ranges: [{ start: 0, end: rows.length }] };
  });

  test("the other way round what broke is what was mended", () => {
    fc.assert(
      fc.property(images, ({ a, b, ranges }) => {
        const there = comparePredictions(a, b, ranges, "b");
        const back = comparePredictions(b, a, ranges, "a");
        const swap = (all: typeof there.broken) => all.map(({ a, b, ...rest }) => ({ ...rest, a: b, b: a })); // prettier-ignore
        expect(back.broken).toEqual(swap(there.mended));
        expect(back.mended).toEqual(swap(there.broken));
        expect(back.mcNemar.pValue).toBe(there.mcNemar.pValue);
        const { bothRight, onlyA, onlyB, bothWrong } = there.mcNemar;
        expect(bothRight + onlyA + onlyB + bothWrong).toBe(a.labels.length);
      }),
    );
  });

  test("with itself nothing breaks, and p is 1", () => {
    fc.assert(
      fc.property(images, ({ a, ranges }) => {
        const { mcNemar, broken, mended } = comparePredictions(a, a, ranges, "a");
        expect({ broken, mended, p: mcNemar.pValue }).toEqual({ broken: [], mended: [], p: 1 });
      }),
    );
  });
});
