import { setTimeout } from "node:timers/promises";
import { correct } from "@evalpool/metrics";
import { expect, test, vi } from "vitest";
import { createShardEvaluator, runSteps, type ShardsOutcome } from "./evaluate-shards.js";
import type { CreatePredictor } from "./predictor.js";
import { correctOf, openMemory, predictorThat, smallJob } from "./testing/small-job.js";

const shards = [
  { start: 0, end: 400 },
  { start: 400, end: 777 },
];

function evaluateWith(createPredictor?: CreatePredictor): Promise<ShardsOutcome> {
  const evaluate = createShardEvaluator(smallJob(777, 100), openMemory(), createPredictor);
  return runSteps(evaluate(shards, true));
}

test("every image of the shards is counted, with its prediction", async () => {
  const { ranges, tally, predictions } = await evaluateWith();
  expect(ranges).toEqual(shards);
  expect(correct(tally)).toBe(correctOf(777));
  expect(predictions!.map((of) => of.predictions.length)).toEqual([400, 377]);
});

// As many as a core's own cache holds, and whole batches.
test.each([
  ["256 images", 1, 4, 256],
  ["two batches", 100, 4, 200],
  ["a batch that is longer", 300, 4, 300],
  ["4 MB of input", 1, 2 ** 20, 4],
  ["a batch of 4 MB", 4, 2 ** 20, 4],
  ["a batch of more", 5, 2 ** 20, 5],
])("images are read at once: %s", (_, batchSize, inputWidth, images) => {
  const job = { ...smallJob(777, batchSize), inputWidth };
  const create = vi.fn<CreatePredictor>(predictorThat((logits) => logits));
  createShardEvaluator(job, openMemory(), create);
  expect(create).toHaveBeenCalledWith(job, images);
});

test("images are read at once: 4 MB of them as they are stored", () => {
  const format = {
    channels: 3,
    height: 512,
    width: 1024,
    layout: "CHW",
    element: "uint8",
  } as const;
  const resize = { height: 1, width: 4 } as const;
  const small = smallJob(777, 1);
  const taker = { ...small.taker, preprocess: { resize, channels: "gray" } } as const;
  const job = { ...small, taker, images: { ...small.images, format } };
  const create = vi.fn<CreatePredictor>(predictorThat((logits) => logits));
  createShardEvaluator(job, openMemory(), create);
  expect(create).toHaveBeenCalledWith(job, 2);
});

test("a predictor that answers at once is never waited for", () => {
  const evaluate = createShardEvaluator(smallJob(777, 100), openMemory());
  const steps = evaluate(shards, false);
  const waits: unknown[] = [];
  for (let step = steps.next(); !step.done; step = steps.next()) waits.push(step.value);
  expect(waits).toEqual(Array.from({ length: 8 }, () => undefined));
});

test("images that are there late are waited for", async () => {
  const open = openMemory();
  const evaluate = createShardEvaluator(smallJob(777, 100), (images) => {
    const reader = open(images);
    return {
      ...reader,
      read: (first, into) => setTimeout(1).then(() => void reader.read(first, into)),
      [Symbol.dispose]: () => undefined,
    };
  });
  expect(await runSteps(evaluate(shards, true))).toEqual(await evaluateWith());
});

test("one that answers late gives the same bits", async () => {
  const late = predictorThat(async (logits) => {
    await setTimeout(1);
    return logits;
  });
  expect(await evaluateWith(late)).toEqual(await evaluateWith());
});

test("one that answers now late, now at once gives the same bits", async () => {
  let turn = 0;
  const mixed = predictorThat((logits) => (turn++ % 2 ? logits : Promise.resolve(logits)));
  expect(await evaluateWith(mixed)).toEqual(await evaluateWith());
});

test("its images stay as they are until it has answered", async () => {
  let images: Uint8Array | undefined;
  const create: CreatePredictor = (job, count) => {
    const predictor = predictorThat(async (logits) => {
      const before = images!.slice();
      await setTimeout(1);
      expect(images).toEqual(before);
      return logits;
    })(job, count);
    images = predictor.input.bytes;
    return predictor;
  };
  expect(correct((await evaluateWith(create)).tally)).toBe(correctOf(777));
});

test.each([
  [
    "at once",
    () => {
      throw new Error("no");
    },
  ],
  [
    "late",
    () =>
      setTimeout(1).then(() => {
        throw new Error("no");
      }),
  ],
] as const)("where it fails %s, that is the error, and the images are closed", async (_, fail) => {
  let closed = 0;
  const open = openMemory(() => closed++);
  let batches = 0;
  const fails = predictorThat((logits) => (++batches === 3 ? fail() : logits));
  const evaluate = createShardEvaluator(smallJob(777, 100), open, fails);
  await expect(runSteps(evaluate(shards, false))).rejects.toThrow("no");
  expect([batches, closed]).toEqual([3, 1]);
});
