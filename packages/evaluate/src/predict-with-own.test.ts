import { setTimeout } from "node:timers/promises";
import { DataError, ShardError, UsageError, WorkerError } from "@evalpool/errors";
import { describe, expect, test } from "vitest";
import { createShardEvaluator, runSteps, type ShardsOutcome } from "./evaluate-shards.js";
import type { Job } from "./job.js";
import type { Predict, PredictorSource } from "./own-predictor.js";
import { openMemory, smallJob } from "./testing/small-job.js";

const shards = [
  { start: 0, end: 400 },
  { start: 400, end: 777 },
];

function evaluate(job: Job): Promise<ShardsOutcome> {
  return runSteps(createShardEvaluator(job, openMemory())(shards, true));
}

function jobOf(source: PredictorSource, gives: "logits" | "probabilities" = "logits"): Job {
  const pixels = { channels: 1, isInterleaved: false };
  return { ...smallJob(777, 100), predictor: { kind: "own", source, gives, pixels } };
}

const evaluateWith = (predict: Predict, gives?: "logits" | "probabilities") =>
  evaluate(jobOf({ predict }, gives));

describe("a function that gives what kernels give", () => {
  test.each([
    ["at once", (batch) => Float32Array.from(batch)],
    ["as a list", (batch) => [...batch]],
    ["late", async (batch) => (await setTimeout(1), Float64Array.from(batch))],
  ] as [string, Predict][])("%s, counts the same to the bit", async (_, predict) => {
    expect(await evaluateWith(predict)).toEqual(await evaluate(smallJob(777, 100)));
  });

  test("is given every image once, in batches of what was asked and their rest", async () => {
    const batches: number[][] = [];
    await evaluateWith((batch, count, first) => {
      batches.push([first, count, batch.length]);
      return Float32Array.from(batch);
    });
    const expected = [0, 100, 200, 300, 400, 500, 600, 700].map((first) => {
      const count = first === 700 ? 77 : 100;
      return [first, count, 4 * count];
    });
    expect(batches).toEqual(expected);
  });

  test("may keep what it is given", async () => {
    const kept: (Uint8Array | Float32Array)[] = [];
    const outcome = await evaluateWith((batch) => {
      kept.push(batch);
      return Float32Array.from(batch);
    });
    const again = await evaluateWith((_, __, first) => Float32Array.from(kept[first / 100]!));
    expect(again).toEqual(outcome);
  });
});

test("probabilities count as the logits do whose softmax they are", async () => {
  const softmax: Predict = (batch, count) => {
    const out = new Float64Array(batch.length);
    for (let row = 0; row < count; row++) {
      const exps = [...batch.subarray(4 * row, 4 * row + 4)].map((x) => Math.exp(x / 50));
      const sum = exps.reduce((a, b) => a + b);
      out.set(exps.map((e) => e / sum), 4 * row); // prettier-ignore
    }
    return out;
  };
  const logits: Predict = (batch) => Float64Array.from(batch, (x) => x / 50);
  const [a, b] = [await evaluateWith(softmax, "probabilities"), await evaluateWith(logits)];
  expect(a.tally.confusionMatrix).toEqual(b.tally.confusionMatrix);
  expect(a.tally.labelRanks).toEqual(b.tally.labelRanks);
  for (const score of ["negativeLogLikelihood", "brierScore"] as const) {
    const value = ({ tally }: ShardsOutcome) => tally[score].whole + tally[score].fraction;
    expect(value(a)).toBeCloseTo(value(b), 4);
  }
});

const third: Predict = (batch, _, first) => {
  if (first === 200) throw new Error("out of luck");
  return Float32Array.from(batch);
};

test.each([
  ["throws", third, "out of luck"],
  ["rejects", async (...batch) => third(...batch), "out of luck"],
  ["gives too few", (_, count, first) => new Float32Array(first === 200 ? 4 : 4 * count), "= 400"],
  ["gives null", (batch, _, first) => (first === 200 ? (null as never) : [...batch]), "got null"],
  ["gives a number", (batch, _, first) => (first === 200 ? (7 as never) : [...batch]), "got 7"],
  ["gives NaN", (batch, _, first) => Float32Array.from(batch).fill(first === 200 ? NaN : 3), "NaN"],
] as [string, Predict, string][])("one that %s fails, by its images", async (_, fails, message) => {
  const failure: unknown = await evaluateWith(fails).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ShardError);
  expect(failure).toMatchObject({
    range: { start: 200, end: 300 },
    cause: expect.any(Error) as Error,
  });
  expect((failure as Error).message).toContain(message);
});

test("what is foreseen is told as it is", async () => {
  const fails = evaluateWith(() => Promise.reject(new DataError("w.bin", "expected weights")));
  await expect(fails).rejects.toThrow(new DataError("w.bin", "expected weights"));
});

/** Of each batch, whether its logits are waited for. */
async function waitsOf(job: Job): Promise<boolean[]> {
  const steps = createShardEvaluator(job, openMemory())(shards, false);
  const waits: boolean[] = [];
  for (let step = steps.next(); !step.done; step = steps.next()) {
    waits.push(step.value !== undefined);
    await step.value;
  }
  return waits;
}

test("one that answers at once is never waited for", async () => {
  const waits = await waitsOf(jobOf({ predict: (batch) => [...batch] }));
  expect(waits).toEqual(new Array<boolean>(8).fill(false));
});

describe("a module", () => {
  const moduleOf = (text: string, data?: unknown): Job =>
    jobOf({ module: `data:text/javascript,${encodeURIComponent(text)}`, data });

  test("makes the function of its data, once for all batches", async () => {
    const text = `let made = 0;
export default async (scale) => {
  if (++made > 1) throw new Error("made twice");
  return (batch) => Float32Array.from(batch, (x) => x * scale);
};`;
    expect(await evaluate(moduleOf(text, 1))).toEqual(await evaluate(smallJob(777, 100)));
  });

  test("is waited for once, and answers at once from then on", async () => {
    const text = "export default () => (batch) => Float32Array.from(batch);";
    expect(await waitsOf(moduleOf(text))).toEqual([true, ...new Array<boolean>(7).fill(false)]);
  });

  // An unhandled rejection would end the worker, and nobody be told why.
  test("that fails before the first batch is told with it", async () => {
    const steps = createShardEvaluator(moduleOf("throw new Error('no weights')"), openMemory())(
      shards,
      false,
    );
    await setTimeout(20);
    await expect(runSteps(steps)).rejects.toThrow("no weights");
  });

  test.each([
    [
      "export const predict = 1;",
      UsageError,
      "expected a default export, async function (workerData) that returns a function (batch, count)",
    ],
    ["export default 1;", UsageError, "got number"],
    ["export default () => null;", UsageError, "to return a function, got null"],
    ['export default () => { throw new Error("no weights"); };', WorkerError, "no weights"],
    ["export default {", WorkerError, "workerModule"],
  ])("%s is refused", async (text, type, message) => {
    const failure: unknown = await evaluate(moduleOf(text)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(type);
    expect((failure as Error).message).toContain(message);
    // By its file, not by all of the way to it.
    expect((failure as Error).message).toMatch(/^workerModule javascript,/);
    if (type === WorkerError) expect(failure).toHaveProperty("cause", expect.any(Error));
  });
});
