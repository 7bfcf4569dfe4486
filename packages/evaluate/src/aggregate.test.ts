import { createTally, total, updateTally } from "@evalpool/metrics";
import { ShardError } from "@evalpool/errors";
import { expect, test } from "vitest";
import { aggregate } from "./aggregate.js";

type Part = Parameters<typeof aggregate>[1][number];

function shard(start: number, end: number, counted = end - start): Part {
  const tally = createTally(2);
  const labels = new Uint8Array(counted);
  const logits = { data: new Float32Array(counted * 2), stride: 2 };
  const sums = new Float32Array(counted * 2).fill(2);
  updateTally(tally, labels, { predictions: labels, sums, logits });
  return { ranges: [{ start, end }], tally };
}

test("merges shards that arrive in any order, of a part as many as it took", () => {
  const several = { ...shard(0, 7), ranges: [7, 0].map((start) => ({ start, end: start + 3 })) };
  const parts = [{ ...several, tally: shard(0, 6).tally }, shard(3, 7)];
  expect(total(aggregate([{ start: 0, end: 10 }], parts, 2))).toBe(10);
});

// A result over fewer images than asked for would look like any other accuracy.
test.each([
  ["a gap", [shard(0, 3), shard(5, 10)], { start: 3, end: 5 }, "images 3 to 4: never counted"],
  ["a missing tail", [shard(0, 3)], { start: 3, end: 10 }, "never counted"],
  ["a doubled shard", [shard(0, 5), shard(0, 5), shard(5, 10)], { start: 0, end: 5 }, "twice"],
  ["an overlap", [shard(0, 6), shard(5, 10)], { start: 5, end: 6 }, "counted twice"],
  ["a tail too long", [shard(0, 12)], { start: 10, end: 12 }, "none of those"],
  ["an image skipped", [shard(0, 10, 9)], { start: 0, end: 10 }, "expected 10 images"],
  ["nothing", [], { start: 0, end: 10 }, "never counted"],
  [
    "images of no shard",
    [shard(0, 10), { ...shard(0, 2), ranges: [] }],
    { start: 0, end: 2 },
    "expected 0 images counted, got 2",
  ],
])("refuses %s", (_, shards, range, message) => {
  const merge = (): unknown => aggregate([{ start: 0, end: 10 }], shards, 2);
  expect(merge).toThrow(ShardError);
  expect(merge).toThrow(message);
  expect(merge).toThrow(expect.objectContaining({ kind: "coverage", range }));
});
