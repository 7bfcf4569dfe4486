import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ShardRange } from "../plan-shards.js";
import { RangePlanner } from "./range-planner.js";

const length = ({ start, end }: ShardRange): number => end - start;
const lengths = (ranges: readonly ShardRange[]): number[] => ranges.map(length);

/** Ranges without a common index, in any order: lengths and the gaps between. */
const someMissing = fc
  .array(fc.record({ gap: fc.nat(50), images: fc.integer({ min: 1, max: 3000 }) }))
  .chain((pieces) => {
    let at = 0;
    const ranges = pieces.map(({ gap, images }) => {
      const start = at + gap;
      at = start + images;
      return { start, end: at };
    });
    return fc.shuffledSubarray(ranges, { minLength: ranges.length });
  });

/** What happens between two questions for more ranges. */
const anyStep = fc.record({
  workers: fc.integer({ min: 0, max: 5 }),
  /** Which of the ranges handed out come back, by their place. */
  back: fc.array(fc.nat(20), { maxLength: 6 }),
  worker: fc.constantFrom("a", "b", "c"),
  milliseconds: fc.oneof(fc.double(), fc.double({ min: 0.01, max: 1e5, noNaN: true })),
});

/** Has all ranges done, by one worker whose speed is in images per millisecond. */
function drain(planner: RangePlanner, speed: number, workers: number): ShardRange[] {
  const all: ShardRange[] = [];
  while (!planner.isDone) {
    const ranges = planner.next(workers);
    if (ranges.length === 0) throw new Error("nothing to do, and not done");
    for (const range of ranges) planner.done("w", range, length(range) / speed);
    all.push(...ranges);
  }
  return all;
}

describe("every missing index is handed out once and no other, whatever comes back and when", () => {
  test("of what is missing, in whole batches but for the end of each missing range", () => {
    fc.assert(
      fc.property(
        someMissing,
        fc.array(anyStep),
        fc.integer({ min: 1, max: 200 }),
        (missing, steps, batchSize) => {
          const planner = new RangePlanner({ missing }, batchSize);
          const all: ShardRange[] = [];
          const out: ShardRange[] = [];
          const hand = (workers: number): void => {
            const ranges = planner.next(workers);
            all.push(...ranges);
            out.push(...ranges);
            expect(out.length).toBeLessThanOrEqual(2 * Math.max(workers, 1, ...workersBefore));
            workersBefore.push(workers);
          };
          const workersBefore: number[] = [];
          for (const { workers, back, worker, milliseconds } of steps) {
            hand(workers);
            for (const place of back.filter((place) => place < out.length)) {
              const [range] = out.splice(place, 1);
              if (range) expect(planner.done(worker, range, milliseconds)).toBe(true);
            }
          }
          while (out.length > 0 || !planner.isDone) {
            hand(1);
            planner.done("a", out.shift()!, 10);
          }
          const ends = new Set(missing.map(({ end }) => end));
          for (const range of all) {
            if (!ends.has(range.end)) expect(length(range) % batchSize).toBe(0);
          }
          expect(indices(all)).toEqual(indices(missing));
        },
      ),
    );
  });

  test("handed out by one that stopped, ranges are waited for and not cut again", () => {
    const handedOut = [{ start: 30, end: 60 }];
    const missing = [
      { start: 0, end: 30 },
      { start: 60, end: 75 },
    ];
    const planner = new RangePlanner({ missing, handedOut }, 10);
    const rest = planner.next(1);
    expect(rest).toEqual([{ start: 0, end: 10 }]);
    planner.done("w", rest[0]!, 1);
    const others = planner.next(2);
    expect(indices([...rest, ...others])).toEqual(indices(missing));
    for (const range of others) planner.done("w", range, 1);
    expect([planner.next(2), planner.isDone]).toEqual([[], false]);
    expect(planner.done("w", handedOut[0]!, 1)).toBe(true);
    expect(planner.isDone).toBe(true);
  });
});

/** All indices of ranges, sorted: a double would be there twice. */
function indices(ranges: readonly ShardRange[]): number[] {
  return ranges
    .flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i))
    .sort((a, b) => a - b);
}

test("a range that comes twice, or that nobody was handed, changes nothing", () => {
  const planner = new RangePlanner({ missing: [{ start: 0, end: 100_000 }] }, 100);
  const [first] = planner.next(1);
  expect(planner.done("w", { start: 0, end: 99 }, 1)).toBe(false);
  expect(planner.done("w", { start: 5000, end: 6000 }, 1)).toBe(false);
  expect(planner.done("w", first!, 100)).toBe(true);
  // Were its time counted again, as much slower, the next range would be shorter.
  expect(planner.done("w", first!, 1e6)).toBe(false);
  expect(lengths(planner.next(1))).toEqual([10_000]);
});

describe("lengths", () => {
  const total = 1e7;
  const missing = [{ start: 0, end: total }];

  test("the first are a batch each: enough to measure, and no worker long in work", () => {
    expect(lengths(new RangePlanner({ missing }, 100).next(2))).toEqual([100, 100, 100, 100]);
  });

  test("10 s of work for the middle worker, at the end less, and 1 s at least", () => {
    // Of the last there is what is left.
    const measured = lengths(drain(new RangePlanner({ missing }, 100), 8, 8)).slice(16, -1);
    expect([Math.max(...measured), Math.min(...measured)]).toEqual([80_000, 8000]);
    expect(measured).toEqual(measured.toSorted((a, b) => b - a));
    // Not all at once: more between than the two that each worker has in stock.
    const between = measured.filter((length) => length < 80_000 && length > 8000);
    expect(between.length).toBeGreaterThan(16);
  });

  test("a worker that is stuck, or tells of a speed that none has, does not change them", () => {
    const planner = new RangePlanner({ missing }, 100);
    const ranges = planner.next(5);
    const times = [10, 10, 10, 1e9, 1e-9];
    for (const [i, ms] of times.entries()) planner.done(`worker ${i}`, ranges[i]!, ms);
    expect(new Set(lengths(planner.next(5)))).toEqual(new Set([100_000]));
  });

  test("workers that have gone are forgotten when as many others were heard of", () => {
    const planner = new RangePlanner({ missing }, 100);
    const [a, b, c, d] = planner.next(2);
    for (const [worker, range] of [
      ["slow 1", a],
      ["slow 2", b],
      ["fast 1", c],
      ["fast 2", d],
    ] as const) {
      planner.done(worker, range!, worker.startsWith("slow") ? 1000 : 10);
    }
    expect(lengths(planner.next(2))[0]).toBe(100_000);
  });

  test("a start that was slow is soon made up for", () => {
    const planner = new RangePlanner({ missing }, 100);
    // Kernels are compiled and data sets are opened in the first: a tenth of the speed.
    planner.done("w", planner.next(1)[0]!, 100);
    const seen: number[] = [];
    for (const range of planner.next(1)) planner.done("w", range, length(range) / 10);
    for (let i = 0; i < 4; i++) {
      const [range] = planner.next(1);
      planner.done("w", range!, length(range!) / 10);
      seen.push(length(range!));
    }
    expect(seen.at(-1)).toBeGreaterThan(99_000);
  });
});
