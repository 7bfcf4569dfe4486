import { DataError, fromPlain } from "@evalpool/errors";
import { correct } from "@evalpool/metrics";
import { afterEach, expect, test, vi } from "vitest";
import type { Job } from "./job.js";
import { planShards } from "./plan-shards.js";
import { createShardQueue, type ShardQueue } from "./shard-queue.js";
import { createShardWorker, type ShardAnswer } from "./shard-worker.js";
import { correctOf, openMemory, smallJob } from "./testing/small-job.js";

afterEach(() => {
  vi.unstubAllGlobals();
});

const taker = { taker: 0, withPredictions: false };

/** All shards of so many images. */
function queueOf(images: number): ShardQueue {
  return createShardQueue(planShards(images, 1, 100));
}

function counted(answer: ShardAnswer): number | undefined {
  return typeof answer === "object" && "outcome" in answer
    ? correct(answer.outcome.tally)
    : undefined;
}

test("a worker asks for a job that it lacks, and keeps it from then on", async () => {
  const evaluate = createShardWorker(openMemory());
  const shards = queueOf(1000);
  const job = smallJob(1000, 100);
  expect(await evaluate({ id: 0, ...taker, shards })).toBe("lacking");
  expect(counted(await evaluate({ id: 0, ...taker, shards, job }))).toBe(correctOf(1000));
  // The queue is empty now.
  expect(counted(await evaluate({ id: 0, ...taker, shards }))).toBe(0);
  expect(counted(await evaluate({ id: 0, ...taker, shards: queueOf(70) }))).toBe(correctOf(70));
});

// A worker that kept its first job whatever it was asked for would count other images, in silence.
test("another job is another job", async () => {
  const evaluate = createShardWorker(openMemory());
  const shards = queueOf(70);
  await evaluate({ id: 0, ...taker, shards: queueOf(1000), job: smallJob(1000, 100) });
  expect(await evaluate({ id: 1, ...taker, shards })).toBe("lacking");
  const answer = await evaluate({ id: 1, ...taker, shards, job: smallJob(70, 100) });
  expect(counted(answer)).toBe(correctOf(70));
});

test("an error is answered whole, and the job is kept", async () => {
  let isBroken = true;
  const open = openMemory();
  const evaluate = createShardWorker((images) => {
    if (isBroken) throw new DataError("images", "cut short");
    return open(images);
  });
  const shards = queueOf(1000);
  const answer = await evaluate({ id: 0, ...taker, shards, job: smallJob(1000, 100) });
  const error = typeof answer === "object" && "error" in answer && fromPlain(answer.error);
  expect(error).toBeInstanceOf(DataError);
  expect(error).toMatchObject({ kind: "data", file: "images" });
  isBroken = false;
  expect(counted(await evaluate({ id: 0, ...taker, shards }))).toBe(correctOf(1000));
});

test("a task may be of one shard alone", async () => {
  vi.stubGlobal("SharedArrayBuffer", undefined);
  const evaluate = createShardWorker(openMemory());
  const job = smallJob(5000, 100);
  const ask = (start: number, end: number, more?: { job: Job }) =>
    evaluate({ id: 0, ...taker, shards: { start, end }, ...more });
  expect(await ask(0, 70)).toBe("lacking");
  const answer = await ask(0, 70, { job });
  expect(answer).toMatchObject({ outcome: { ranges: [{ start: 0, end: 70 }] } });
  expect(counted(answer)).toBe(correctOf(70));
  expect(await ask(700, 707)).toMatchObject({ outcome: { ranges: [{ start: 700, end: 707 }] } });
});
