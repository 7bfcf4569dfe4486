import { createTally, total, updateTally } from "@evalpool/metrics";
import { expect, test } from "vitest";
import { aggregate } from "./aggregate.js";
import { ShardError } from "./errors.js";
import type { ShardTally } from "./shard-runner.js";

function shard(start: number, end: number, counted = end - start): ShardTally {
  const tally = createTally(2);
  const labels = new Uint8Array(counted);
  const logits = { data: new Float32Array(counted * 2), stride: 2 };
  const sums = new Float32Array(counted * 2).fill(2);
  updateTally(tally, labels, { predictions: labels, sums, logits });
  return { range: { start, end }, tally };
}

test("merges shards that arrive in any order", () => {
  const tally = aggregate(10, [shard(7, 10), shard(0, 3), shard(3, 7)]);
  expect(total(tally)).toBe(10);
});

// A result over fewer images than asked for would look like any other accuracy.
test.each([
  ["a gap", [shard(0, 3), shard(5, 10)], { start: 3, end: 5 }, "images 3 to 4: never counted"],
  ["a missing tail", [shard(0, 3)], { start: 3, end: 10 }, "never counted"],
  ["a doubled shard", [shard(0, 5), shard(0, 5), shard(5, 10)], { start: 0, end: 5 }, "twice"],
  ["an overlap", [shard(0, 6), shard(5, 10)], { start: 5, end: 6 }, "counted twice"],
  ["a tail too long", [shard(0, 12)], { start: 10, end: 12 }, "do not exist"],
  ["an image skipped", [shard(0, 10, 9)], { start: 0, end: 10 }, "expected 10 images"],
  ["nothing", [], { start: 0, end: 10 }, "never counted"],
])("refuses %s", (_, shards, range, message) => {
  const merge = () => aggregate(10, shards);
  expect(merge).toThrow(ShardError);
  expect(merge).toThrow(message);
  expect(merge).toThrow(expect.objectContaining({ range }));
});
