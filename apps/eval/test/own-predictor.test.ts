import { loadModel } from "@evalpool/checkpoints/node";
import { ShardError, UsageError, WorkerError } from "@evalpool/errors";
import {
  createEvaluator,
  evaluate,
  type EvaluationResult,
  type ImageSamples,
  type Predict,
  type PredictorInput,
} from "@evalpool/eval";
import { synthesizeDigits } from "@evalpool/mnist";
import type { Split } from "@evalpool/mnist/node";
import { forward, type Model } from "@evalpool/models";
import { beforeAll, describe, expect, expectTypeOf, test } from "vitest";
import createMlp from "./predictors/mlp.js";

const COUNT = 1234;
const dataset: Split = {
  name: "synthetic",
  split: "test",
  ...synthesizeDigits({ count: COUNT }),
  sha256: { images: "", labels: "" },
};
const input: PredictorInput = { shape: [1, 28, 28], element: "uint8" };
const declared = { dataset, input, gives: "logits" } as const;
const module = (name: string): URL => new URL(`predictors/${name}.ts`, import.meta.url);

/** All that a result says of the images, and nothing of the run. */
function figuresOf(result: EvaluationResult): object {
  const ofTheRun = ["model", "config", "timings", "throughput", "environment"];
  return Object.fromEntries(Object.entries(result).filter(([name]) => !ofTheRun.includes(name)));
}

/** Of all images, however they were cut into shards. */
function joined(all: readonly ImageSamples[]): unknown {
  return all
    .map(({ labels, predictions, probabilities }) => [
      [...labels],
      [...predictions],
      [...probabilities],
    ])
    .reduce((a, b) => a.map((values, i) => [...values, ...b[i]!]));
}

let model: Model;
let own: EvaluationResult;
const samples: ImageSamples[] = [];
beforeAll(async () => {
  model = await loadModel("mlp");
  const options = { model, dataset, threads: 0, backend: "reference" } as const;
  own = await evaluate({ ...options, onSamples: (some) => samples.push(some) });
});

describe("a function in place of a model", () => {
  test("gives the same result and samples to the bit, at once or late, in any batches", async () => {
    const predict = await createMlp(100);
    const late: Predict = async (...batch) => predict(...batch);
    for (const options of [{ predict }, { predict: late }, { predict, batchSize: 7 }]) {
      const taken: ImageSamples[] = [];
      const onSamples = (some: ImageSamples): void => void taken.push(some);
      const result = await evaluate({ ...declared, ...options, onSamples });
      expect(figuresOf(result)).toEqual(figuresOf(own));
      expect(joined(taken)).toEqual(joined(samples));
      expect(result.config).toMatchObject({ threads: 0, backend: "predict" });
    }
  });

  test("is called as it is named, and has neither digest nor parameters", async () => {
    const predict = await createMlp(100);
    const named = await evaluate({ ...declared, predict: function mine(...batch) { return predict(...batch); } }); // prettier-ignore
    expect(named.model).toEqual({ id: "mine", runtime: { name: "predict" } });
    const { model } = await evaluate({ ...declared, predict, id: "other" });
    expect(model.id).toBe("other");
  });

  test("takes floats, and may give probabilities: these are the softmax that is scored", async () => {
    const predict: Predict = (batch, count) => {
      const x = { data: Float64Array.from(batch), shape: [count, 784] };
      return forward(model, x).data;
    };
    const result = await evaluate({
      ...declared,
      predict,
      // Its first node divides.
      input: { shape: [1, 28, 28], preprocess: { scale: 1 } },
      gives: "probabilities",
    });
    expect(result.confusionMatrix).toEqual(own.confusionMatrix);
    for (const name of ["negativeLogLikelihood", "brierScore", "calibrationError"] as const) {
      expect(result[name]).toBeCloseTo(own[name], 5);
    }
  });

  test("channels last, and each with its own mean", async () => {
    const rgb = {
      name: "rgb",
      split: "test",
      format: { channels: 3, height: 1, width: 2, layout: "CHW", element: "uint8" },
      classes: 2,
      digest: { parts: { images: "", labels: "" }, all: "" },
      count: 1,
      labels: Uint8Array.of(1),
      handle: Uint8Array.of(10, 20, 30, 40, 50, 60),
    } as const;
    const batches: unknown[] = [];
    const predict: Predict = (batch) => (batches.push(batch), [0, 1]);
    const preprocess = { scale: 0.1, mean: [1, 2, 3], std: [1, 1, 2] };
    const shape = [1, 2, 3] as const;
    const options = { dataset: rgb, predict, gives: "probabilities" } as const;
    await evaluate({ ...options, input: { shape, layout: "HWC", preprocess } });
    expect(batches).toEqual([Float32Array.of(0, 1, 1, 1, 2, 1.5)]);
    await expect(evaluate({ ...options, input: { shape } })).rejects.toThrow(
      "takes images of 1×2×3",
    );
  });

  test("an evaluator of it runs any number of times", async () => {
    const predict = await createMlp(100);
    await using evaluator = await createEvaluator({ ...declared, predict });
    expect(await evaluator.run()).toEqual(await evaluator.run());
    expect(evaluator.model.runtime).toEqual({ name: "predict" });
  });
});

describe.each([0, 1, 3])("a module on %i threads", (threads) => {
  test("gives the same result and samples, in any batches", async () => {
    for (const batchSize of [100, 33]) {
      const taken: ImageSamples[] = [];
      const result = await evaluate({
        ...declared,
        workerModule: module("mlp"),
        workerData: batchSize,
        threads,
        batchSize,
        onSamples: (some) => taken.push(some),
      });
      expect(figuresOf(result)).toEqual(figuresOf(own));
      expect(joined(taken)).toEqual(joined(samples));
      expect(result.model).toEqual({ id: "mlp.ts", runtime: { name: "predict" } });
      expect(result.config).toMatchObject({ threads, batchSize, backend: "predict" });
    }
  });

  const failing = (how: string, signal?: AbortSignal): Promise<EvaluationResult> =>
    evaluate({
      ...declared,
      workerModule: module("failing"),
      workerData: { how, at: 600 },
      threads,
      signal,
    });

  test.each([
    ["throw", "images 600 to 699: out of luck"],
    ["reject", "images 600 to 699: out of luck"],
    ["short", "images 600 to 699: expected one array of 100 × 10 = 1000 numbers, got 999"],
    ["NaN", "images 600 to 699: expected finite logits, got NaN for image 600"],
  ])("where it fails (%s), that is told with its images", async (how, message) => {
    const failure: unknown = await failing(how).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ShardError);
    const { range, kind, message: got } = failure as ShardError;
    expect(kind).toBe("worker");
    // Batches begin with their shard, which is longer where there are fewer threads.
    expect(range.start <= 600 && 600 < range.end).toBe(true);
    expect(got.replace(/^images \d+ to \d+/, "")).toBe(message.replace(/^images \d+ to \d+/, ""));
  });

  test("one that hangs ends with the signal", async () => {
    const signal = AbortSignal.timeout(1500);
    await expect(failing("hang", signal)).rejects.toMatchObject({ name: "TimeoutError" });
  });

  test("one that cannot be loaded is told by its name", async () => {
    const workerModule = module("nowhere");
    const failure = evaluate({ ...declared, workerModule, threads });
    await expect(failure).rejects.toThrow(WorkerError);
    await expect(evaluate({ ...declared, workerModule, threads })).rejects.toThrow(
      /^workerModule nowhere\.ts: /,
    );
  });
});

test("one that ends its thread fails the shard", async () => {
  const options = { workerModule: module("failing"), workerData: { how: "exit", at: 600 } };
  await expect(evaluate({ ...declared, ...options, threads: 2 })).rejects.toThrow(ShardError);
});

/** As a caller without types gives them. */
const untyped = evaluate as (options: unknown) => Promise<unknown>;
const predict: Predict = () => [];

test.each([
  [
    { model: loadModel("mlp"), predict },
    "expected one of model, predict and workerModule, got model and predict",
  ],
  [{ workerModule: "a.js", predict }, "got predict and workerModule"],
  [
    { model: { predict, input, gives: "logits" } },
    "model: expected a model as loadModel gives, or a promise of one, got an object with predict: " +
      "give predict, input and gives beside dataset, without model",
  ],
  [{ predict: 1 }, "predict: expected a function, got 1"],
  [{ predict, threads: 2 }, "threads: expected 0, for predict runs in the calling thread"],
  [{ predict, backend: "wasm" }, "there is no option backend."],
  [{ predict, workerData: 1 }, "there is no option workerData."],
  [{ workerModule: 1 }, "workerModule: expected a module's URL, or its path, got 1"],
  [{ predict, gives: undefined }, 'gives: expected "logits" or "probabilities", got undefined'],
  [{ predict, input: undefined }, "input: expected an object"],
  [
    { predict, input: { shape: [784] } },
    "input.shape: expected [channels, height, width], got a list of 1",
  ],
  [
    { predict, input: { shape: [28, 28], layout: "HWC" } },
    "input.shape: expected [height, width, channels] with layout HWC, got a list of 2",
  ],
  [{ predict, input: { shape: [1, 28, 0.5] } }, "input.shape.2: expected a whole number, got 0.5"],
  [
    { predict, input: { shape: [1, 28, 28], layout: "NHWC" } },
    'input.layout: expected CHW or HWC, got "NHWC".',
  ],
  [{ predict, classes: 1e9 }, "classes: expected a number of at most 4096, got 1000000000"],
  [{ predict, input: { shape: [1, 28, 28], preprocess: { divisor: 255 } } }, "input.preprocess"],
  [{ predict, input: { ...input, preprocess: { scale: 1 } } }, "scale makes floats of pixels"],
  [
    { predict, input: { shape: [1, 28, 28], preprocess: { mean: [1, 2] } } },
    "one for each of 1 channels, got 2",
  ],
  [{ workerModule: "a.js", workerData: () => 1 }, "workerData: expected what threads can be sent"],
])("refuses %o", async (options, message) => {
  const refused = untyped({ ...declared, ...options });
  await expect(refused).rejects.toThrow(UsageError);
  await expect(untyped({ ...declared, ...options })).rejects.toThrow(message);
});

test("types take one of predict and workerModule, and whatever tensors hold", () => {
  const both = { ...declared, predict, workerModule: "a.js" };
  expectTypeOf(both).not.toExtend<Parameters<typeof evaluate>[0]>();
  expectTypeOf({ ...declared, predict }).toExtend<Parameters<typeof evaluate>[0]>();
  expectTypeOf<() => Float32Array | BigInt64Array | string[]>().toExtend<Predict>();
});

test("labels and images that do not fit are told as for a model", async () => {
  const shape = [1, 32, 32] as const;
  const one: Predict = () => [];
  await expect(evaluate({ ...declared, predict: one, input: { shape } })).rejects.toThrow(
    "model one takes images of 1×32×32, got images of 1×28×28",
  );
  await expect(evaluate({ ...declared, predict: one, classes: 9 })).rejects.toThrow(
    "model one has 9 classes: expected labels below, got 9",
  );
});
