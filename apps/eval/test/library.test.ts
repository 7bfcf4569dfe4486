import { createEvaluator, evaluate, type ImageSamples } from "@evalpool/eval";
import { synthesizeDigits } from "@evalpool/mnist";
import type { Split } from "@evalpool/mnist/node";
import { loadModel } from "@evalpool/checkpoints/node";
import { describe, expect, test } from "vitest";

const digits: Split = {
  name: "synthetic",
  split: "test",
  ...synthesizeDigits({ count: 3456 }),
  sha256: { images: "", labels: "" },
};

describe.each([0, 1, 3])("with %i threads", (threads) => {
  // Threads start before these are looked at, and Node.js ends a process for a rejection that
  // nobody has looked at.
  test("what cannot be loaded is told all at once, by evaluate", async () => {
    const model = Promise.reject(new Error("no model"));
    const dataset = Promise.reject(new Error("no data set"));
    const errors = ["no model", "no data set"].map((message) => new Error(message));
    await expect(evaluate({ model, dataset, threads })).rejects.toThrow(
      expect.objectContaining({ errors }),
    );
  });

  test("an evaluator counts the same each time, with samples or without", async () => {
    await using evaluator = await createEvaluator({
      model: loadModel("mlp"),
      dataset: digits,
      threads,
    });
    const tally = await evaluator.run();
    expect(await evaluator.run()).toEqual(tally);
    const samples: ImageSamples[] = [];
    expect(await evaluator.run({ onSamples: (some) => samples.push(some) })).toEqual(tally);
    // Every image once, in order, whatever order the threads were done in.
    const indices = samples.flatMap(({ range: { start, end } }) => [start, end]);
    expect(indices).toEqual([0, ...indices.slice(1, -1), 3456]);
    expect(indices.slice(1, -1)).toEqual(indices.slice(1, -1).toSorted((a, b) => a - b));
    const right = samples.flatMap(({ labels, predictions }) =>
      [...predictions].filter((prediction, i) => prediction === labels[i]),
    );
    expect(right).toHaveLength(tally.labelRanks[0]!);
    // Asked for at once, they do not get in each other's way.
    expect(await Promise.all([evaluator.run(), evaluator.run()])).toEqual([tally, tally]);
  });

  test("a run that its observer ends with an error leaves the evaluator as it was", async () => {
    const model = loadModel("mlp");
    await using evaluator = await createEvaluator({ model, dataset: digits, threads });
    const tally = await evaluator.run();
    const onSamples = (): void => {
      throw new Error("disk full");
    };
    await expect(evaluator.run({ onSamples })).rejects.toThrow("disk full");
    expect(await evaluator.run()).toEqual(tally);
  });

  test("an error of who is told the progress is that of the run, and of no other", async () => {
    const onProgress = (done: number): void => {
      if (done > 0) throw new Error("seen enough");
    };
    const model = loadModel("mlp");
    // Slow enough for progress to be told on the way.
    const options = { model, dataset: digits, threads, backend: "reference" } as const;
    await using evaluator = await createEvaluator(options);
    const tally = await evaluator.run();
    await expect(evaluator.run({ onProgress })).rejects.toThrow("seen enough");
    expect(await evaluator.run()).toEqual(tally);
  });

  test("an aborted signal ends what is still loading", async () => {
    const dataset = new Promise<Split>(() => undefined);
    const signal = AbortSignal.timeout(50);
    await expect(evaluate({ model: loadModel("mlp"), dataset, threads, signal })).rejects.toThrow(
      expect.objectContaining({ name: "TimeoutError" }),
    );
  });

  test("progress begins at none, never goes back, and ends at all", async () => {
    const told: (readonly [number, number])[] = [];
    await evaluate({
      model: loadModel("mlp"),
      dataset: digits,
      threads,
      repeat: 3,
      onProgress: (done, total) => told.push([done, total]),
    });
    const done = told.map(([done]) => done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect([done[0], done.at(-1)]).toEqual([0, 3 * 3456]);
    expect(new Set(told.map(([, total]) => total))).toEqual(new Set([3 * 3456]));
  });
});

test.each([
  [{ threads: -1 }, "expected a number of threads of at least 0, got -1"],
  [{ threads: 1.5 }, "expected a number of threads of at least 0, got 1.5"],
  [{ threads: 1, repeat: 0 }, "expected a number of repetitions of at least 1, got 0"],
  [{ threads: 1, batchSize: 0 }, "expected a batch size of at least 1, got 0"],
])("refuses %j", async (options, message) => {
  const model = loadModel("mlp");
  await expect(evaluate({ model, dataset: digits, ...options })).rejects.toThrow(message);
});
