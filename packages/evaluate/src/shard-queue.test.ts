import { expect, test } from "vitest";
import { planShards, shardAt } from "./plan-shards.js";
import { createShardQueue, empty, imagesDone, shardInWork, takeShards } from "./shard-queue.js";

test("takers get every shard between them, each once and whoever asks", () => {
  const plan = planShards(10_000, 3, 100);
  const queue = createShardQueue(plan);
  const takers = [0, 1, 2].map((taker) => takeShards(queue, taker));
  const starts: number[] = [];
  // The second is three times as fast as the others.
  for (let turn = 0; starts.length < plan.count; turn++) {
    const taken = takers[[0, 1, 1, 1, 2][turn % 5]!]!.next();
    if (!taken.done) starts.push(taken.value.start);
  }
  expect(starts).toEqual(Array.from({ length: plan.count }, (_, i) => shardAt(plan, i).start));
  for (const taker of takers) expect(taker.next().done).toBe(true);
  expect(imagesDone(queue)).toBe(10_000);
});

const plan = { spans: [{ start: 0, end: 25 }], total: 25, length: 10, count: 3, batchSize: 5 };

test("a shard is in work until the next is asked for, and counts as done from then on", () => {
  const queue = createShardQueue(plan);
  expect(shardInWork(queue, 1)).toEqual({ start: 0, end: 25 });
  const shards = takeShards(queue, 1);
  shards.next();
  expect([shardInWork(queue, 1), imagesDone(queue)]).toEqual([{ start: 0, end: 10 }, 0]);
  shards.next();
  expect([shardInWork(queue, 1), imagesDone(queue)]).toEqual([{ start: 10, end: 20 }, 10]);
  expect([...shards]).toEqual([{ start: 20, end: 25 }]);
  expect(imagesDone(queue)).toBe(25);
});

test("before anything is taken, all of the spans are in work", () => {
  const spans = [
    { start: 5, end: 9 },
    { start: 20, end: 31 },
  ];
  expect(shardInWork(createShardQueue(planShards(spans, 1, 1)), 0)).toEqual({ start: 5, end: 31 });
});

test("of one that is emptied nothing is left to take", () => {
  const queue = createShardQueue(plan);
  const shards = takeShards(queue, 0);
  shards.next();
  empty(queue);
  expect(shards.next().done).toBe(true);
  expect(imagesDone(queue)).toBe(10);
});

test("no more are taken than a taker wants", () => {
  const queue = createShardQueue(plan);
  expect([...takeShards(queue, 0, 1)]).toEqual([{ start: 0, end: 10 }]);
  expect([...takeShards(queue, 0, 1)]).toEqual([{ start: 10, end: 20 }]);
  expect(imagesDone(queue)).toBe(20);
});
