import { setTimeout } from "node:timers/promises";
import { UsageError, WorkerError } from "@evalpool/errors";
import { correct } from "@evalpool/metrics";
import { describe, expect, test } from "vitest";
import { createShardEvaluator, runSteps } from "./evaluate-shards.js";
import { createEvaluatorOn, type RunObserver } from "./evaluator.js";
import type { ImageSamples } from "./image-samples.js";
import { shardAt } from "./plan-shards.js";
import type { StartedRunner } from "./shard-runner.js";
import { correctOf, openMemory, pixelModel, smallSource } from "./testing/small-job.js";

interface TestRunner extends StartedRunner {
  /** How often it was closed. */
  readonly closed: number;
}

/** Evaluates every shard by itself, the last one first. */
function runner(other: Partial<StartedRunner> = {}): TestRunner {
  let closed = 0;
  return {
    threads: 3,
    elapsed: () => 7,
    ready: () => Promise.resolve(),
    prepare: (job, plan) => async (options) => {
      const evaluate = createShardEvaluator(job, openMemory());
      const outcomes = [];
      for (let i = plan.count - 1; i >= 0; i--) {
        const outcome = await runSteps(evaluate([shardAt(plan, i)], options.withPredictions));
        outcomes.push(outcome);
        options.onOutcome(outcome);
        options.onProgress?.(plan.total - shardAt(plan, i).start);
      }
      return outcomes;
    },
    [Symbol.asyncDispose]: () => {
      closed++;
      return Promise.resolve();
    },
    ...other,
    get closed() {
      return closed;
    },
  };
}

const model = pixelModel;
const dataset = smallSource(5000);
const backend = "reference";

describe("an evaluator", () => {
  test("says what runs, not what was asked for", async () => {
    const asked = { limit: 70_000, batchSize: 1_000_000, backend } as const;
    const { config, timings } = await createEvaluatorOn(runner(), { model, dataset, ...asked });
    // The share of each of three threads.
    expect(config).toEqual({ threads: 3, batchSize: 1667, backend, shards: 3 });
    expect(timings).toEqual({ loadMs: 7, poolStartMs: 7 });
  });

  test("counts each time the same, with samples by index", async () => {
    const evaluator = await createEvaluatorOn(runner(), { model, dataset, backend });
    const tally = await evaluator.run();
    expect(correct(tally)).toBe(correctOf(5000));
    const samples: ImageSamples[] = [];
    expect(await evaluator.run({ onSamples: (some) => samples.push(some) })).toEqual(tally);
    expect(samples.flatMap(({ labels }) => [...labels])).toEqual([...dataset.labels]);
    expect(samples.flatMap(({ predictions }) => [...predictions]).length).toBe(5000);
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
  });

  test("evaluates one run after the other, though one fails", async () => {
    let running = 0;
    const inner = runner();
    const evaluator = await createEvaluatorOn(
      runner({
        prepare(job, plan) {
          const run = inner.prepare(job, plan);
          return async (options) => {
            expect(++running).toBe(1);
            await setTimeout(5);
            return run(options).finally(() => running--);
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
      { errors: [{ message: "no model" }, { message: "no data" }] },
    ],
    ["what would fit", () => ({ model, dataset: { ...dataset, count: 9 } }), { kind: "data" }],
    ["a batch size", () => ({ model, dataset, batchSize: 0 }), { kind: "usage" }],
    [
      "patience",
      () => ({ model: never, dataset, signal: AbortSignal.timeout(5) }),
      { name: "TimeoutError" },
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

  test("for lack of a runner", async () => {
    const starting = Promise.reject<StartedRunner>(new UsageError("no such number"));
    const creating = createEvaluatorOn(starting, { model: lost("no model"), dataset });
    await expect(creating).rejects.toThrow("no such number");
  });
});

test.each([
  [{ onSample: () => undefined }, "run: expected onProgress or onSamples, got onSample"],
  [{ onSamples: 1 }, "run: expected onSamples to be a function, got number"],
])("an observer that would be told nothing is refused: %o", async (observer, message) => {
  await using evaluator = await createEvaluatorOn(runner(), { model, dataset, backend });
  await expect(evaluator.run(observer as RunObserver)).rejects.toThrow(UsageError);
  await expect(evaluator.run(observer as RunObserver)).rejects.toThrow(message);
});
