import { DataError, fromPlain } from "@evalpool/errors";
import { correct } from "@evalpool/metrics";
import { afterEach, expect, test, vi } from "vitest";
import { planShards } from "./plan-shards.js";
import { createShardQueue, imagesDone } from "./shard-queue.js";
import { createShardWorker, type ShardAnswer, type Work } from "./shard-worker.js";
import { correctOf, openMemory, smallJob } from "./testing/small-job.js";

afterEach(() => {
  vi.unstubAllGlobals();
});

const taker = { taker: 0, withPredictions: false };

function workOf(images: number): Work {
  return { job: smallJob(images, 100), queue: createShardQueue(planShards(images, 1, 100)) };
}

function counted(answer: ShardAnswer): number | undefined {
  return typeof answer === "object" && "outcome" in answer
    ? correct(answer.outcome.tally)
    : undefined;
}

test("a worker asks for a job that it lacks, and keeps it from then on", async () => {
  const evaluate = createShardWorker(openMemory());
  const work = workOf(1000);
  expect(await evaluate({ id: 0, ...taker })).toBe("lacking");
  expect(counted(await evaluate({ id: 0, ...taker, work }))).toBe(correctOf(1000));
  // The queue is empty now: the worker knows it.
  expect(counted(await evaluate({ id: 0, ...taker }))).toBe(0);
});

// A worker that kept its first job whatever it was asked for would count other images, in silence.
test("another job is another job", async () => {
  const evaluate = createShardWorker(openMemory());
  await evaluate({ id: 0, ...taker, work: workOf(1000) });
  expect(await evaluate({ id: 1, ...taker })).toBe("lacking");
  expect(counted(await evaluate({ id: 1, ...taker, work: workOf(70) }))).toBe(correctOf(70));
});

test("an error is answered whole, and the job is kept", async () => {
  let isBroken = true;
  const open = openMemory();
  const evaluate = createShardWorker((images) => {
    if (isBroken) throw new DataError("images", "cut short");
    return open(images);
  });
  const answer = await evaluate({ id: 0, ...taker, work: workOf(1000) });
  const error = typeof answer === "object" && "error" in answer && fromPlain(answer.error);
  expect(error).toBeInstanceOf(DataError);
  expect(error).toMatchObject({ kind: "data", file: "images" });
  isBroken = false;
  expect(counted(await evaluate({ id: 0, ...taker }))).toBe(correctOf(1000));
});

// Of memory that is copied, every worker has a queue of its own: taken from there, a shard would be
// counted by each of them.
test("a task that names its shard is of that one, and takes nothing from the queue", async () => {
  vi.stubGlobal("SharedArrayBuffer", undefined);
  const evaluate = createShardWorker(openMemory());
  const work = workOf(5000);
  const ask = (start: number, end: number, more?: { work: Work }) =>
    evaluate({ id: 0, ...taker, range: { start, end }, ...more });
  expect(await ask(0, 70)).toBe("lacking");
  const answer = await ask(0, 70, { work });
  expect(answer).toMatchObject({ outcome: { ranges: [{ start: 0, end: 70 }] } });
  expect(counted(answer)).toBe(correctOf(70));
  expect(await ask(700, 707)).toMatchObject({ outcome: { ranges: [{ start: 700, end: 707 }] } });
  expect(imagesDone(work.queue)).toBe(0);
});
