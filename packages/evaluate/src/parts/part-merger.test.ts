import { DataError, ShardError } from "@evalpool/errors";
import { correct, createTally, total } from "@evalpool/metrics";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { correctOf } from "../testing/small-job.js";
import { smallPart, smallRun } from "../testing/small-part.js";
import type { Part } from "./part.js";
import { createPartMerger } from "./part-merger.js";

const IMAGES = 100;
const merger = () => createPartMerger(smallRun(IMAGES), "a.json");
const part = (start: number, end: number): Promise<Part> => smallPart(IMAGES, [{ start, end }]);

test("parts in any order, with equal doubles, count each image once", async () => {
  const cuts = fc.uniqueArray(fc.integer({ min: 1, max: IMAGES - 1 }), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(cuts, fc.array(fc.nat(), { maxLength: 20 }), async (at, order) => {
      const ends = [...at.toSorted((a, b) => a - b), IMAGES];
      const parts = await Promise.all(ends.map((end, i) => part(ends[i - 1] ?? 0, end)));
      const merging = merger();
      // Some of them, some twice, then all.
      const given = [...order.map((n) => parts[n % parts.length]!), ...parts];
      const outcomes = given.map((one, i) => merging.add(`${i}.json`, one));
      expect(outcomes.filter((it) => "isCounted" in it)).toHaveLength(parts.length);
      // A double is told by who was first.
      const first = given.map((one) => ({ doubleOf: `${given.indexOf(one)}.json` }));
      const doubles = outcomes.map((it, i) => ("isCounted" in it ? first[i] : it));
      expect(doubles).toEqual(first);
      expect(merging.missing()).toEqual([]);
      expect(merging.tally()).toEqual((await part(0, IMAGES)).tally);
      expect(correct(merging.tally())).toBe(correctOf(IMAGES));
    }),
    { numRuns: 30 },
  );
});

test("a part of several ranges is a double of what has them all, and shares images with else", async () => {
  const merging = merger();
  const ranges = [
    { start: 10, end: 20 },
    { start: 30, end: 50 },
  ];
  const both = await smallPart(IMAGES, ranges);
  expect(merging.add("b.json", both)).toEqual({ isCounted: true });
  expect(merging.add("c.json", both)).toEqual({ doubleOf: "b.json" });
  expect(merging.overlapping(ranges)).toBeUndefined();
  const one = await part(10, 20);
  expect(merging.overlapping(one.ranges)).toBe("b.json");
  expect(() => merging.add("c.json", one)).toThrow("counted in b.json and again in c.json");
  const { tally } = await part(50, 80);
  expect(() => merging.add("c.json", { ...both, tally })).toThrow(
    "c.json: counts images 10 to 19, 30 to 49 otherwise than b.json",
  );
  expect(total(merging.tally())).toBe(30);
});

test("what is missing is known at any time", async () => {
  const merging = merger();
  merging.add("b.json", await part(20, 30));
  expect(merging.missing()).toEqual([
    { start: 0, end: 20 },
    { start: 30, end: 100 },
  ]);
  expect(total(merging.tally())).toBe(10);
});

test("a part of no images is of no consequence", async () => {
  const merging = merger();
  const none = { ...(await part(0, 1)), ranges: [], tally: createTally(4) };
  expect(merging.add("none.json", none)).toEqual({ isCounted: true });
  expect(merging.add("none too.json", none)).toEqual({ isCounted: true });
  expect(merging.missing()).toEqual([{ start: 0, end: 100 }]);
});

describe("refuses", () => {
  // Each of them would be another number, which nothing would tell from the right one.
  const digest = "f".repeat(64);
  test.each([
    [{ graph: digest }, "b.json: graph: expected 111111111111 as a.json has, got ffffffffffff"],
    [{ weights: digest }, "b.json: weights: expected 222222222222 as a.json has"],
    [{ images: digest }, "images"],
    [{ labels: digest }, "labels"],
    [{ format: "uint8 1x4x1" }, "format: expected uint8 1x1x4 as a.json has, got uint8 1x4x1"],
    [{ total: 99 }, "total: expected 100"],
    [{ corruption: "fog:3 seed 0" }, "corruption: expected none"],
    [{ kernels: "wasm-relaxed" }, "kernels: expected reference"],
    [{ exact: true }, "exact: expected false"],
    [{ rounding: digest }, "rounding"],
  ])("a part of another run: %o", async (other, message) => {
    const foreign = await part(50, 100);
    const merging = merger();
    const adding = () => merging.add("b.json", { ...foreign, run: { ...foreign.run, ...other } });
    expect(adding).toThrow(DataError);
    expect(adding).toThrow(message);
    expect(merging.missing()).toEqual([{ start: 0, end: 100 }]);
  });

  test("the same images, counted differently", async () => {
    const merging = merger();
    merging.add("b.json", await part(0, 50));
    const { tally } = await part(50, 100);
    const other = { ...(await part(0, 50)), tally };
    expect(() => merging.add("c.json", other)).toThrow(
      "c.json: counts images 0 to 49 otherwise than b.json, which has the same: one of them is wrong",
    );
  });

  test("parts that share some images", async () => {
    const merging = merger();
    merging.add("b.json", await part(0, 50));
    const over = await part(40, 60);
    expect(merging.overlapping(over.ranges)).toBe("b.json");
    expect(() => merging.add("c.json", over)).toThrow(ShardError);
    expect(() => merging.add("c.json", over)).toThrow(
      expect.objectContaining({ kind: "coverage", range: { start: 0, end: 50 } }),
    );
    expect(() => merging.add("c.json", over)).toThrow(
      "images 0 to 49: counted in b.json and again in c.json, along with others",
    );
    expect(merging.overlapping([{ start: 0, end: 50 }])).toBeUndefined();
    expect(merging.overlapping([{ start: 50, end: 60 }])).toBeUndefined();
    expect(total(merging.tally())).toBe(50);
  });

  test("a tally of more images than its ranges have", async () => {
    const wrong = { ...(await part(0, 50)), ranges: [{ start: 0, end: 49 }] };
    expect(() => merger().add("b.json", wrong)).toThrow("expected 49 images counted, got 50");
  });
});
