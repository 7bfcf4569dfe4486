import { setTimeout } from "node:timers/promises";
import { UsageError, WorkerError } from "@evalpool/errors";
import { correct, mergeTallies, total } from "@evalpool/metrics";
import { afterEach, describe, expect, test, vi } from "vitest";
import { aggregate } from "./aggregate.js";
import { missingRanges } from "./coverage.js";
import type { ShardsOutcome } from "./evaluate-shards.js";
import { createEvaluatorOn, type RunObserver } from "./evaluator.js";
import type { ImageSamples } from "./image-samples.js";
import type { StartedRunner } from "./shard-runner.js";
import { serialRunner as runner } from "./testing/serial-runner.js";
import { brightest, correctOf, pixelModel, smallSource } from "./testing/small-job.js";

const model = pixelModel;
const dataset = smallSource(5000);
const backend = "reference";

afterEach(() => vi.unstubAllGlobals());

describe("an evaluator", () => {
  test("says what runs, not what was asked for", async () => {
    const asked = { limit: 70_000, batchSize: 1_000_000, backend } as const;
    const { config, timings } = await createEvaluatorOn(runner(), { model, dataset, ...asked });
    // The share of each of three threads.
    expect(config).toEqual({ threads: 3, batchSize: 1667, backend, shards: 3 });
    expect(timings).toEqual({ loadMs: 7, poolStartMs: 7 });
  });

  test("says so where kernels are exact, or images corrupted", async () => {
    const plain = await createEvaluatorOn(runner(), { model, dataset });
    expect(plain.config).not.toHaveProperty("exact");
    expect(plain).not.toHaveProperty("corruption");
    // The best that there is, and no wider than was said.
    expect(plain.config.backend).toMatch(/^wasm-\w+$/);
    const corruption = { name: "brightness", severity: 1, seed: 0 } as const;
    const asked = { exact: true, corruption, wide: true };
    const { config, ...rest } = await createEvaluatorOn(runner(), { model, dataset, ...asked });
    expect(rest).toMatchObject({ corruption });
    expect(config).toMatchObject({
      exact: true,
      backend: expect.stringMatching(/-wide$/) as string,
    });
  });

  test("runs without WebAssembly, where kernels are not insisted on", async () => {
    vi.stubGlobal("WebAssembly", undefined);
    const { config } = await createEvaluatorOn(runner(), { model, dataset });
    expect(config.backend).toBe("reference");
  });

  test("counts each time the same, with samples by index", async () => {
    const evaluator = await createEvaluatorOn(runner(), { model, dataset, backend });
    const tally = await evaluator.run();
    expect(correct(tally)).toBe(correctOf(5000));
    const samples: ImageSamples[] = [];
    expect(await evaluator.run({ onSamples: (some) => samples.push(some) })).toEqual(tally);
    expect(samples.flatMap(({ labels }) => [...labels])).toEqual([...dataset.labels]);
    const predictions = samples.flatMap(({ predictions }) => [...predictions]);
    const probabilities = samples.flatMap(({ probabilities }) => [...probabilities]);
    expect(probabilities).toHaveLength(4 * 5000);
    for (const [i, prediction] of predictions.entries()) {
      const [at, pixel] = brightest(i);
      expect(prediction).toBe(at);
      // np.exp(x) / np.exp(x).sum() of a row of pixels
      const others = 3 + Math.exp(pixel);
      for (let j = 0; j < 4; j++) {
        const p = (j === at ? Math.exp(pixel) : 1) / others;
        expect(Math.abs(probabilities[4 * i + j]! - p)).toBeLessThan(1e-6);
      }
    }
  });

  test("has workers keep what nobody asks for", async () => {
    const asked: object[] = [];
    const inner = runner();
    const evaluator = await createEvaluatorOn(
      runner({
        prepare: (job) => (plan, options) => {
          const { withPredictions, oneByOne } = options;
          asked.push({ withPredictions, oneByOne });
          return inner.prepare(job)(plan, options);
        },
      }),
      { model, dataset, backend },
    );
    const nobody = { onSamples: undefined, onShard: undefined, onProgress: undefined };
    await evaluator.run(nobody);
    await evaluator.run({ onSamples: () => undefined });
    await evaluator.run({ onShard: () => undefined });
    expect(asked).toEqual([
      { withPredictions: false, oneByOne: false },
      { withPredictions: true, oneByOne: false },
      { withPredictions: false, oneByOne: true },
    ]);
  });

  test("takes the first images only, if asked to", async () => {
    const evaluator = await createEvaluatorOn(runner(), { model, dataset, backend, limit: 701 });
    const told: [number, number][] = [];
    const tally = await evaluator.run({ onProgress: (done, total) => told.push([done, total]) });
    expect(correct(tally)).toBe(correctOf(701));
    expect([told[0], told.at(-1)]).toEqual([
      [0, 701],
      [701, 701],
    ]);
    // Shard by shard, between.
    expect(told.length).toBeGreaterThan(3);
    expect(new Set(told.map(([, total]) => total))).toEqual(new Set([701]));
  });

  test("evaluates one run after the other, though one fails", async () => {
    let running = 0;
    const inner = runner();
    const evaluator = await createEvaluatorOn(
      runner({
        prepare(job) {
          const run = inner.prepare(job);
          return async (plan, options) => {
            expect(++running).toBe(1);
            await setTimeout(5);
            return run(plan, options).finally(() => running--);
          };
        },
      }),
      { model, dataset, backend },
    );
    const onSamples = (): void => {
      throw new Error("disk full");
    };
    const runs = [evaluator.run(), evaluator.run({ onSamples }), evaluator.run()];
    const [first, second, third] = await Promise.allSettled(runs);
    expect(second).toMatchObject({ status: "rejected", reason: { message: "disk full" } });
    expect(third).toEqual(first);
  });

  test("closes its runner when it is disposed of", async () => {
    const closing = runner();
    await (await createEvaluatorOn(closing, { model, dataset, backend }))[Symbol.asyncDispose]();
    expect(closing.closed).toBe(1);
  });

  test("does nothing once it is disposed of", async () => {
    const evaluator = await createEvaluatorOn(runner(), { model, dataset, backend });
    await evaluator[Symbol.asyncDispose]();
    const disposed = new UsageError("the evaluator is disposed of: create another");
    await expect(evaluator.run()).rejects.toThrow(disposed);
    await expect(evaluator.probe()).rejects.toThrow(disposed);
  });
});

describe("where there is none, that is told, and the runner closed", () => {
  const lost = (message: string): Promise<never> => Promise.reject(new Error(message));
  const never = new Promise<never>(() => undefined);

  test.each([
    ["the model", () => ({ model: lost("no model"), dataset }), { message: "no model" }],
    ["the data set", () => ({ model, dataset: lost("no data") }), { message: "no data" }],
    [
      "both",
      () => ({ model: lost("no model"), dataset: lost("no data") }),
      {
        message: "neither model nor data set can be had: no model; no data",
        errors: [{ message: "no model" }, { message: "no data" }],
      },
    ],
    ["what would fit", () => ({ model, dataset: { ...dataset, count: 9 } }), { kind: "data" }],
    ["a batch size", () => ({ model, dataset, batchSize: 0 }), { kind: "usage" }],
    [
      "patience",
      () => ({ model: never, dataset, signal: AbortSignal.timeout(5) }),
      { name: "TimeoutError" },
    ],
    [
      "patience from the start",
      () => ({ model: never, dataset, signal: AbortSignal.abort() }),
      { name: "AbortError" },
    ],
  ])("for lack of %s", async (_, options, error) => {
    const closing = runner();
    const failure = await createEvaluatorOn(closing, { backend, ...options() }).catch(
      (reason: unknown) => reason,
    );
    expect(failure).toMatchObject(error);
    expect(closing.closed).toBe(1);
  });

  test("for lack of threads", async () => {
    const closing = runner({ ready: () => Promise.reject(new WorkerError("no thread")) });
    const creating = createEvaluatorOn(closing, { model, dataset, backend });
    await expect(creating).rejects.toThrow(WorkerError);
    expect(closing.closed).toBe(1);
  });

  // What is not waited for any more must not end the process: an unhandled rejection would.
  test("for lack of data, and of threads as well", async () => {
    const closing = runner({ ready: () => setTimeout(5).then(() => lost("no thread")) });
    const creating = createEvaluatorOn(closing, { model, dataset: lost("no data"), backend });
    await expect(creating).rejects.toThrow("no thread");
    expect(closing.closed).toBe(1);
  });

  test("for lack of a runner", async () => {
    const starting = Promise.reject<StartedRunner>(new UsageError("no such number"));
    const creating = createEvaluatorOn(starting, { model: lost("no model"), dataset });
    await expect(creating).rejects.toThrow("no such number");
  });
});

test.each([
  [
    { onSample: () => undefined },
    "run: expected some of ranges, onProgress, onSamples, onShard, got onSample",
  ],
  [{ onSamples: 1 }, "run: expected onSamples to be a function, got number"],
])("an observer that would be told nothing is refused: %o", async (observer, message) => {
  await using evaluator = await createEvaluatorOn(runner(), { model, dataset, backend });
  await expect(evaluator.run(observer as RunObserver)).rejects.toThrow(UsageError);
  await expect(evaluator.run(observer as RunObserver)).rejects.toThrow(message);
});

describe("some of the images", () => {
  test("are counted alone, and together they are the whole", async () => {
    const evaluator = await createEvaluatorOn(runner(), { model, dataset, backend });
    const whole = await evaluator.run();
    const inner = [
      { start: 10, end: 700 },
      { start: 900, end: 4000 },
    ];
    const some = await evaluator.run({ ranges: inner });
    const others = await evaluator.run({ ranges: missingRanges(5000, inner) });
    expect(total(some)).toBe(3790);
    expect(mergeTallies(some, others)).toEqual(whole);
    expect(total(await evaluator.run({ ranges: [] }))).toBe(0);
  });

  test("come with their samples, in order, and shard by shard where that is asked for", async () => {
    const evaluator = await createEvaluatorOn(runner(), { model, dataset, backend });
    const ranges = [
      { start: 10, end: 1700 },
      { start: 2000, end: 4000 },
    ];
    const starts: number[] = [];
    const shards: ShardsOutcome[] = [];
    const tally = await evaluator.run({
      ranges,
      onSamples: ({ range }) => starts.push(range.start),
      onShard: (outcome) => shards.push(outcome),
    });
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(starts).toContain(2000);
    expect(aggregate(ranges, shards, 4)).toEqual(tally);
    expect(shards.length).toBeGreaterThan(2);
  });

  test.each([
    [[{ start: 0, end: 5001 }], "expected ranges in order from 0 to 5000, got 0 to 5001"],
    [[{ start: 5, end: 5 }], "got 5 to 5"],
    [
      [
        { start: 5, end: 10 },
        { start: 9, end: 12 },
      ],
      "expected ranges in order from 10 to 5000, got 9 to 12",
    ],
    [[{ start: 0.5, end: 10 }], "got 0.5 to 10"],
  ])("are refused where they are none: %o", async (ranges, message) => {
    await using evaluator = await createEvaluatorOn(runner(), { model, dataset, backend });
    await expect(evaluator.run({ ranges })).rejects.toThrow(message);
  });
});
