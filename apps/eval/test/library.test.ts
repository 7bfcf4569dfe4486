import { createEvaluator, evaluate, type ImageSamples } from "@evalpool/eval";
import { loadModel } from "@evalpool/checkpoints/node";
import { synthesizeDigits } from "@evalpool/mnist";
import type { Split } from "@evalpool/mnist/node";
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

  test("one that is disposed of starts no threads again, but says so", async () => {
    const evaluator = await createEvaluator({ model: loadModel("mlp"), dataset: digits, threads });
    await evaluator[Symbol.asyncDispose]();
    await expect(evaluator.run()).rejects.toThrow("the evaluator is disposed of: create another");
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

/** As a caller without types gives them. */
const untyped = evaluate as (options: unknown) => Promise<unknown>;

describe("options", () => {
  const input = { model: loadModel("mlp"), dataset: digits };

  test.each([
    [{ threads: -1 }, "threads: expected a whole number from 0 to 256, got -1"],
    [{ threads: 1.5 }, "threads: expected a whole number from 0 to 256, got 1.5"],
    [{ threads: 257 }, "threads: expected a whole number from 0 to 256, got 257"],
    [{ threads: "2" }, 'threads: expected a whole number from 0 to 256, got "2"'],
    [{ repeat: 0 }, "repeat: expected a whole number of at least 1, got 0"],
    [{ batchSize: 0 }, "batchSize: expected a whole number of at least 1, got 0"],
    [{ batchSize: NaN }, "batchSize: expected a whole number of at least 1, got NaN"],
    [{ limit: 2.5 }, "limit: expected a whole number of at least 1, got 2.5"],
    [{ limit: null }, "limit: expected a whole number of at least 1, got null"],
    [{ backend: "gpu" }, 'backend: expected one of auto, wasm, reference, got "gpu"'],
    [{ signal: new AbortController() }, "signal: expected an AbortSignal, got an object"],
    [{ onProgress: "yes" }, 'onProgress: expected a function, got "yes"'],
    [{ onSamples: [] }, "onSamples: expected a function, got an array"],
    [
      { model: "mlp" },
      'model: expected a model as loadModel gives, or a promise of one, got "mlp"',
    ],
    [{ dataset: undefined }, /^evaluate: dataset: expected a data set .*, got undefined$/],
    [{ treads: 1 }, "there is no option treads. Did you mean threads?"],
    [{ onsamples: undefined }, "there is no option onsamples. Did you mean onSamples?"],
    [{ verbose: true }, "there is no option verbose. Known are model, dataset, limit, "],
  ])("%j is refused", async (option, message) => {
    const refused = untyped({ ...input, ...option });
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toThrow(expect.objectContaining({ kind: "usage" }));
  });

  test.each([
    [undefined, "evaluate: expected an object of options, got undefined"],
    ["mlp", 'evaluate: expected an object of options, got "mlp"'],
    [
      {},
      "evaluate: model: expected a model as loadModel gives, or a promise of one, got undefined",
    ],
  ])("%j are refused", async (options, message) => {
    await expect(untyped(options)).rejects.toThrow(message);
  });

  test.each([
    [{ model: Promise.resolve({}) }, "model: expected a model as loadModel gives"],
    [{ model: Promise.resolve("mlp") }, /^model: expected .*, got "mlp"$/],
    [{ dataset: {} }, /^dataset: expected a data set as loadSplit gives.*, got an object$/],
    [{ dataset: Promise.resolve(undefined) }, /^dataset: expected .*, got undefined$/],
  ])("%o is refused when it is there", async (option, message) => {
    const refused = untyped({ ...input, ...option, threads: 0 });
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toThrow(expect.objectContaining({ kind: "usage" }));
  });

  test("an evaluator takes its own alone", async () => {
    const create = createEvaluator as (options: unknown) => Promise<unknown>;
    const message = "createEvaluator: there is no option repeat. Known are model, ";
    await expect(create({ ...input, repeat: 2 })).rejects.toThrow(message);
  });

  // Node.js ends a process for a rejection that nobody has looked at.
  test("that are refused leave nothing behind", async () => {
    const model = Promise.reject(new Error("no model"));
    const dataset = new Promise((_, reject) => setTimeout(reject, 10, new Error("no data set")));
    await expect(untyped({ model, dataset, treads: 1 })).rejects.toThrow("Did you mean threads?");
    await new Promise((resolve) => setTimeout(resolve, 50));
  });

  test("that are undefined are not given", async () => {
    const options = {
      limit: undefined,
      batchSize: undefined,
      repeat: undefined,
      backend: undefined,
    };
    const { total } = await evaluate({ ...input, ...options, threads: 0 });
    expect(total).toBe(3456);
  });
});
