import { ShardError, WorkerError } from "@evalpool/errors";
import { createEvaluatorOn, type ShardTask } from "@evalpool/evaluate";
import { correct, total, type Tally } from "@evalpool/metrics";
import { beforeAll, expect, test } from "vitest";
import type { Subject } from "./evaluation.js";
import { runOnWebWorkers } from "./run-on-web-workers.js";
import { FakeThread } from "./testing/fake-thread.js";
import { smallSubject } from "./testing/small-subject.js";
import type { ShardThread } from "./worker-pool.js";

/** Makes threads, and keeps them. @param dies of a task, or without one as it starts */
function threadsThat(dies: (task: ShardTask | undefined, thread: number) => boolean) {
  const threads: FakeThread[] = [];
  const create = (): FakeThread => {
    const number = threads.length;
    const thread = new FakeThread((task) => dies(task, number));
    threads.push(thread);
    return thread;
  };
  return { threads, create };
}

let subject: Subject;

interface Settings {
  readonly threads?: number;
  readonly batchSize?: number;
  readonly create?: () => ShardThread;
  readonly signal?: AbortSignal;
  readonly onSamples?: () => void;
}

async function evaluate({ threads = 2, batchSize = 100, create, ...rest }: Settings = {}) {
  const { signal, onSamples } = rest;
  const runner = runOnWebWorkers(threads, signal, create ?? (() => new FakeThread()));
  const input = { model: subject.network.model, dataset: subject.set.source };
  await using evaluator = await createEvaluatorOn(runner, { ...input, batchSize });
  return await evaluator.run({ onSamples });
}

let expected: Tally;
beforeAll(async () => {
  subject = await smallSubject(3000);
  expected = await evaluate({ threads: 1 });
});

test("each image is counted once, and most are read right", () => {
  expect(total(expected)).toBe(3000);
  expect(correct(expected)).toBeGreaterThan(2500);
});

test.each([
  { threads: 1, batchSize: 1 },
  { threads: 2, batchSize: 7 },
  { threads: 4, batchSize: 100 },
])("$threads threads with batches of $batchSize give the same tally", async (settings) => {
  expect(await evaluate(settings)).toEqual(expected);
  // Then shards are sent one by one, more of them than there are threads.
  expect(await evaluate({ ...settings, onSamples: () => undefined })).toEqual(expected);
});

/** Where the one shard starts that a thread is to evaluate. */
function startOf(task: ShardTask | undefined): number | undefined {
  return task && "start" in task.shards ? task.shards.start : undefined;
}

test("a thread that dies of a shard is replaced, and the shard is evaluated by another", async () => {
  let tries = 0;
  const { threads, create } = threadsThat((task) => startOf(task) === 500 && tries++ === 0);
  expect(await evaluate({ create, onSamples: () => undefined })).toEqual(expected);
  expect(tries).toBe(2);
  expect(threads).toHaveLength(3);
  for (const { terminate } of threads) expect(terminate).toHaveBeenCalledTimes(1);
});

test("a shard that every thread dies of fails, and all threads are ended", async () => {
  const { threads, create } = threadsThat((task) => startOf(task) === 1000);
  const failure = evaluate({ create, onSamples: () => undefined });
  await expect(failure).rejects.toThrow(ShardError);
  await expect(failure).rejects.toThrow("images 1000 to 1499: it fell over");
  for (const { terminate } of threads) expect(terminate).toHaveBeenCalled();
});

test.each([
  { fails: "two", dies: () => true },
  { fails: "one", dies: (thread: number) => thread === 1 },
])(
  "where $fails of two do not come up, it is said why, and none is started again",
  async ({ dies }) => {
    const { threads, create } = threadsThat((_, thread) => dies(thread));
    const failure = evaluate({ create });
    await expect(failure).rejects.toThrow(WorkerError);
    await expect(failure).rejects.toThrow("a worker thread failed to start: it fell over");
    expect(threads).toHaveLength(2);
    for (const { terminate } of threads) expect(terminate).toHaveBeenCalled();
  },
);

test("an abort ends the wait with its reason, and the threads", async () => {
  const { threads, create } = threadsThat(() => false);
  const controller = new AbortController();
  const onSamples = (): void => controller.abort(new Error("enough"));
  const aborted = evaluate({ create, signal: controller.signal, onSamples });
  await expect(aborted).rejects.toThrow("enough");
  expect(threads).toHaveLength(2);
  for (const { terminate } of threads) expect(terminate).toHaveBeenCalled();
});

test("no threads are refused", () => {
  expect(() => runOnWebWorkers(0)).toThrow("expected a number of threads of at least 1, got 0");
});
