import fc from "fast-check";
import { expect, test } from "vitest";
import { planShards, shardAt, type ShardRange } from "./plan-shards.js";

const counts = fc.record({
  total: fc.integer({ min: 1, max: 100_000 }),
  threads: fc.integer({ min: 0, max: 64 }),
  batchSize: fc.integer({ min: 1, max: 20_000 }),
});

function shardsOf(...args: Parameters<typeof planShards>): ShardRange[] {
  const plan = planShards(...args);
  return Array.from({ length: plan.count }, (_, i) => shardAt(plan, i));
}

test("the shards cover every index exactly once, in order", () => {
  fc.assert(
    fc.property(counts, ({ total, threads, batchSize }) => {
      const shards = shardsOf(total, threads, batchSize);
      expect(shards[0]!.start).toBe(0);
      expect(shards.at(-1)!.end).toBe(total);
      for (const [i, { start, end }] of shards.entries()) {
        expect(end).toBeGreaterThan(start);
        if (i > 0) expect(start).toBe(shards[i - 1]!.end);
      }
    }),
  );
});

test("shards of spans cover these, in order, and none reaches into what lies between", () => {
  const gaps = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 3000 })),
    {
      minLength: 1,
      maxLength: 9,
    },
  );
  fc.assert(
    fc.property(gaps, counts, (list, { threads, batchSize }) => {
      let at = 0;
      const spans = list.map(([gap, length]) => {
        const start = at + gap;
        return { start, end: (at = start + length) };
      });
      const plan = planShards(spans, threads, batchSize);
      const shards = Array.from({ length: plan.count }, (_, i) => shardAt(plan, i));
      const indices = (ranges: readonly ShardRange[]): number[] =>
        ranges.flatMap(({ start, end }) =>
          Array.from({ length: end - start }, (_, i) => start + i),
        );
      expect(indices(shards)).toEqual(indices(spans));
      const beyond = new RangeError(`there is no shard ${plan.count}`);
      expect(() => shardAt(plan, plan.count)).toThrow(beyond);
    }),
  );
});

test("no thread is without a shard where there are images enough for all", () => {
  fc.assert(
    fc.property(counts, ({ total, threads, batchSize }) => {
      fc.pre(total >= threads * threads);
      expect(planShards(total, threads, batchSize).count).toBeGreaterThanOrEqual(threads);
    }),
  );
});

test("shards are whole batches where a thread's share has batches enough", () => {
  const spans = [{ start: 0, end: 60_000 }];
  const plan = { spans, total: 60_000, length: 2000, count: 30, batchSize: 1000 };
  expect(planShards(60_000, 2, 1000)).toEqual(plan);
  expect(shardsOf(10_000, 2, 10_000)).toEqual([
    { start: 0, end: 5000 },
    { start: 5000, end: 10_000 },
  ]);
});

// 16 for each thread, in whole batches, of 500 to 10,000 images.
test.each([
  [100_000, 4, 64, 25 * 64],
  [10_000, 2, 100, 500],
  [10_000, 2, 300, 600],
  [1000, 0, 100, 500],
  [1_000_000, 1, 100, 10_000],
  [1_000_000, 1, 15_000, 10_000],
  [160_000, 2, 1, 5000],
])(
  "%d images for %d threads in batches of %d: shards of %d",
  (total, threads, batchSize, length) => {
    const plan = planShards(total, threads, batchSize);
    expect(plan).toMatchObject({ length, batchSize: Math.min(batchSize, length) });
  },
);

test("few images are one shard for each thread", () => {
  expect(shardsOf(1000, 3, 100)).toEqual([
    { start: 0, end: 334 },
    { start: 334, end: 668 },
    { start: 668, end: 1000 },
  ]);
});

test.each([
  [0, 1, 1, "number of images of at least 1, got 0"],
  [10, -1, 1, "number of threads of at least 0, got -1"],
  [10, 1, 1.5, "batch size of at least 1, got 1.5"],
])("refuses planShards(%d, %d, %d)", (total, threads, batchSize, message) => {
  expect(() => planShards(total, threads, batchSize)).toThrow(message);
});
