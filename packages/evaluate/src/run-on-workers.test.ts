import { setTimeout } from "node:timers/promises";
import { DataError, ShardError } from "@evalpool/errors";
import { correct, total } from "@evalpool/metrics";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { aggregate } from "./aggregate.js";
import type { ShardsOutcome } from "./evaluate-shards.js";
import { planShards, type ShardRange } from "./plan-shards.js";
import { prepareOnWorkers, type SendTask } from "./run-on-workers.js";
import type { RunOptions, ShardRunner } from "./shard-runner.js";
import { createShardWorker } from "./shard-worker.js";
import { correctOf, openMemory, predictorThat, smallJob } from "./testing/small-job.js";

type Worker = ReturnType<typeof createShardWorker>;

/** Workers in this thread, each with one task at a time, which die when a test lets them. */
function pool(threads: number, create: () => Worker = () => createShardWorker(openMemory())) {
  const idle = Array.from({ length: threads }, create);
  const waiting: ((worker: Worker) => void)[] = [];
  const sent: boolean[] = [];
  const send: SendTask = async (task) => {
    const worker = idle.shift() ?? (await new Promise<Worker>((take) => waiting.push(take)));
    sent.push(task.job !== undefined);
    let next = worker;
    try {
      return await worker(structuredClone(task));
    } catch (error) {
      next = create();
      throw error;
    } finally {
      const take = waiting.shift();
      if (take) take(next);
      else idle.push(next);
    }
  };
  return { idle, send, /** Whether each task so far brought the job. */ sent };
}

async function count(
  run: ReturnType<ShardRunner["prepare"]>,
  images: number,
  options: Partial<RunOptions> = {},
): Promise<number> {
  const given = { withPredictions: false, onOutcome: () => undefined, ...options };
  const outcomes = await run(planShards(images, 3, 100), given);
  const tally = aggregate([{ start: 0, end: images }], outcomes, job.classes);
  expect(total(tally)).toBe(images);
  return correct(tally);
}

const plan = planShards(5000, 3, 100);
const job = smallJob(5000, 100);
const shared = SharedArrayBuffer;

afterEach(() => {
  vi.unstubAllGlobals();
});

/** As in a page that is not isolated from others. */
function withoutSharedMemory(): void {
  vi.stubGlobal("SharedArrayBuffer", undefined);
}

describe.each([
  { memory: "shared", withPredictions: false },
  { memory: "shared", withPredictions: true },
  { memory: "copied", withPredictions: false },
  { memory: "copied", withPredictions: true },
])("memory that is $memory, with predictions: $withPredictions", ({ memory, withPredictions }) => {
  const options = { withPredictions };
  beforeEach(() => {
    if (memory === "copied") withoutSharedMemory();
  });

  test("each worker gets the job once, and every run counts the same", async () => {
    const { send, sent } = pool(3);
    const run = prepareOnWorkers(3, send)(job);
    for (let i = 0; i < 3; i++) expect(await count(run, 5000, options)).toBe(correctOf(5000));
    expect(sent.filter(Boolean)).toHaveLength(3);
    expect(sent.slice(0, 3)).toEqual([true, true, true]);
  });

  test("a worker that took a dead one's place between two runs is sent the job", async () => {
    const { idle, send, sent } = pool(3);
    const run = prepareOnWorkers(3, send)(job);
    expect(await count(run, 5000, options)).toBe(correctOf(5000));
    idle[1] = createShardWorker(openMemory());
    expect(await count(run, 5000, options)).toBe(correctOf(5000));
    expect(sent.slice(sent.length / 2)).toContain(true);
  });

  test("one that died between two runs, unnoticed until it is sent a task, is no loss", async () => {
    const { idle, send } = pool(3);
    const run = prepareOnWorkers(3, send)(job);
    expect(await count(run, 5000, options)).toBe(correctOf(5000));
    idle[1] = () => Promise.reject(new Error("worker exited with code: 1"));
    expect(await count(run, 5000, options)).toBe(correctOf(5000));
  });
});

describe.each(["shared", "copied"])("memory that is %s", (memory) => {
  beforeEach(() => {
    if (memory === "copied") withoutSharedMemory();
  });

  test("jobs of one pool do not get in each other's way", async () => {
    const { send } = pool(2);
    const prepare = prepareOnWorkers(2, send);
    const runs = [5000, 70].map((images) => ({
      images,
      run: prepare(smallJob(images, 100)),
    }));
    for (const { images, run } of [...runs, ...runs]) {
      expect(await count(run, images)).toBe(correctOf(images));
    }
  });

  test("what one fails at is told by its images, and the next run counts right", async () => {
    let isFailing = true;
    const predictor = predictorThat((logits) => {
      if (isFailing) throw new RangeError("no");
      return logits;
    });
    const { send } = pool(3, () => createShardWorker(openMemory(), predictor));
    const run = prepareOnWorkers(3, send)(job);
    const failure = await count(run, 5000).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ShardError);
    expect(failure).toMatchObject({
      kind: "worker",
      message: expect.stringMatching(/^images \d+ to \d+: no$/) as string,
    });
    expect((failure as ShardError).range.end - (failure as ShardError).range.start).toBe(
      plan.length,
    );
    isFailing = false;
    expect(await count(run, 5000)).toBe(correctOf(5000));
  });

  test("an error that is foreseen stays what it is", async () => {
    const { send } = pool(2, () =>
      createShardWorker(() => {
        throw new DataError("images", "cut short");
      }),
    );
    const run = prepareOnWorkers(2, send)(job);
    const failure = await count(run, 5000).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DataError);
    expect(failure).toMatchObject({ kind: "data", file: "images" });
  });

  test("what comes of each shard is told as it is done, where that is asked for", async () => {
    for (const options of [{ oneByOne: true }, { withPredictions: true }]) {
      const ranges: ShardRange[][] = [];
      const onOutcome = (outcome: ShardsOutcome): void => void ranges.push([...outcome.ranges]);
      const run = prepareOnWorkers(3, pool(3).send)(job);
      expect(await count(run, 5000, { ...options, onOutcome })).toBe(correctOf(5000));
      expect(ranges).toHaveLength(plan.count);
      expect(ranges.every((some) => some.length === 1)).toBe(true);
    }
  });

  test("no more workers are asked than there are shards", async () => {
    const { send, sent } = pool(3);
    expect(await count(prepareOnWorkers(3, send)(smallJob(2, 1)), 2)).toBe(correctOf(2));
    expect(sent).toHaveLength(2);
  });

  test("progress grows to all images, as shards are done", async () => {
    const late = predictorThat(async (logits) => {
      await setTimeout(20);
      return logits;
    });
    const { send } = pool(2, () => createShardWorker(openMemory(), late));
    const run = prepareOnWorkers(2, send)(job);
    const told: number[] = [];
    expect(await count(run, 5000, { onProgress: (done) => told.push(done) })).toBe(correctOf(5000));
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.some((done) => done > 0 && done <= 5000)).toBe(true);
    expect(told.every((done) => done % plan.length === 0 || done === 5000)).toBe(true);
    const { length } = told;
    await setTimeout(120);
    expect(told, "nothing is told of a run that has ended").toHaveLength(length);
  });

  test("an aborted run ends in the signal's reason, whatever its workers say", async () => {
    const stop = new AbortController();
    const send: SendTask = () => {
      stop.abort(new Error("stopped"));
      return Promise.reject(new Error("terminated"));
    };
    const run = prepareOnWorkers(2, send, stop.signal)(job);
    await expect(count(run, 5000)).rejects.toThrow("stopped");
  });

  test("an error of who is told the progress ends the run, and the next counts right", async () => {
    const late = predictorThat(async (logits) => {
      await setTimeout(20);
      return logits;
    });
    const { send } = pool(2, () => createShardWorker(openMemory(), late));
    const run = prepareOnWorkers(2, send)(job);
    const onProgress = (): void => {
      throw new Error("seen enough");
    };
    await expect(count(run, 5000, { onProgress })).rejects.toThrow("seen enough");
    expect(await count(run, 5000)).toBe(correctOf(5000));
  });
});

test("a worker that dies at work fails the run, and the next counts right", async () => {
  const { idle, send } = pool(2);
  const run = prepareOnWorkers(2, send)(job);
  const dying = idle[0]!;
  idle[0] = async (task) => {
    await dying(task);
    throw new Error("worker exited with code: 7");
  };
  await expect(count(run, 5000)).rejects.toThrow(/^images \d+ to \d+: worker exited with code: 7$/);
  expect(await count(run, 5000)).toBe(correctOf(5000));
});

test("workers that never keep a job are not asked for ever", async () => {
  const run = prepareOnWorkers(2, () => Promise.resolve("lacking"))(job);
  const failure = await count(run, 5000).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ShardError);
  expect((failure as Error).message).toMatch(/: a worker does not keep its job$/);
});

// Where shards are taken here, what a dead worker had is known, and none of it was counted.
test("without shared memory, the shard of a worker that died is sent once more", async () => {
  withoutSharedMemory();
  const { idle, send } = pool(2);
  const run = prepareOnWorkers(2, send)(job);
  const dying = idle[0]!;
  idle[0] = async (task) => {
    await dying(task);
    throw new Error("worker exited with code: 7");
  };
  expect(await count(run, 5000)).toBe(correctOf(5000));
});

test("once a shard has failed, no others are begun", async () => {
  withoutSharedMemory();
  let batches = 0;
  const failing = predictorThat(async (logits) => {
    const isFirst = batches++ === 0;
    await setTimeout(1);
    if (isFirst) throw new Error("no");
    return logits;
  });
  const { send, sent } = pool(2, () => createShardWorker(openMemory(), failing));
  const failure = await count(prepareOnWorkers(2, send)(job), 5000).catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(ShardError);
  expect((failure as Error).cause).toBeInstanceOf(Error);
  await setTimeout(50);
  expect(sent.length).toBeLessThan(plan.count);
});

test("one at which every worker dies fails the run, which names it", async () => {
  withoutSharedMemory();
  let isDeadly = true;
  const { send } = pool(2, () => {
    const serve = createShardWorker(openMemory());
    return (task) =>
      isDeadly && "start" in task.shards && task.shards.start === 2 * plan.length
        ? Promise.reject(new Error("worker exited with code: 7"))
        : serve(task);
  });
  const run = prepareOnWorkers(2, send)(job);
  const { start, end } = { start: 2 * plan.length, end: 3 * plan.length };
  const failure = await count(run, 5000).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ShardError);
  expect(failure).toMatchObject({
    range: { start, end },
    message: `images ${start} to ${end - 1}: worker exited with code: 7`,
  });
  isDeadly = false;
  expect(await count(run, 5000)).toBe(correctOf(5000));
});

test("without shared memory nothing that is sent is shared, and each task names its shard", async () => {
  withoutSharedMemory();
  const { send } = pool(2);
  const starts: (number | undefined)[] = [];
  const run = prepareOnWorkers(2, (task) => {
    starts.push("start" in task.shards ? task.shards.start : undefined);
    expect(task.job?.labels.buffer).not.toBeInstanceOf(shared);
    return send(task);
  })(job);
  expect(await count(run, 5000)).toBe(correctOf(5000));
  expect(starts).toEqual(Array.from({ length: plan.count }, (_, i) => i * plan.length));
});
