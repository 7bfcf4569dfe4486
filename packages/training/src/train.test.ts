import { bind, compile, createPlan, lowerSpec, zoo, type Parameters } from "@evalpool/models";
import { loadSplit } from "@evalpool/mnist/node";
import { compileKernels, referenceBackend } from "@evalpool/tensor";
import { DivergenceError, UsageError } from "@evalpool/errors";
import { createRandom } from "@evalpool/random";
import { expect, test } from "vitest";
import { describeShared, sharedFile } from "../../../test/shared.js";
import type { LabelledImages } from "./examples.js";
import { defaultOptions } from "./options.js";
import { expectClose } from "./testing/check-layer.js";
import { train, type EpochRecord, type TrainInput, type TrainProgress } from "./train.js";

const graph = lowerSpec({
  id: "quadrant",
  input: [1, 6, 6],
  layers: [
    { type: "scale", divisor: 255 },
    { type: "flatten" },
    { type: "dense", units: 8, weight: "W1", bias: "b1" },
    { type: "activation", function: "relu" },
    { type: "dense", units: 4, weight: "W2", bias: "b2" },
    { type: "activation", function: "softmax" },
  ],
});

/** Images with a bright spot in the quadrant that the label names. */
function quadrants(count: number): LabelledImages {
  const random = createRandom(9, 0);
  const images = { data: new Uint8Array(count * 36), shape: [count, 6, 6] };
  const labels = { data: new Uint8Array(count), shape: [count] };
  for (let i = 0; i < count; i++) {
    const label = random.below(4);
    const row = 3 * Math.floor(label / 2) + random.below(3);
    const column = 3 * (label % 2) + random.below(3);
    images.data[i * 36 + row * 6 + column] = 155 + random.below(100);
    labels.data[i] = label;
  }
  return { images, labels };
}

const quick: TrainInput = {
  graph,
  ...quadrants(500),
  epochs: 8,
  batchSize: 32,
  learningRate: 0.02,
  warmup: 0,
  weightDecay: 0,
  shifts: 0,
};

function bits(parameters: Parameters): number[] {
  return [...parameters.values()].flatMap(({ data }) => [
    ...new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  ]);
}

test.each(["sgd", "momentum", "adam"] as const)("%s learns", async (optimizer) => {
  const learningRate = optimizer === "adam" ? 0.02 : 0.5;
  const { best, history, stopped } = await train({ ...quick, optimizer, learningRate });
  expect(stopped).toBe("finished");
  expect(history).toHaveLength(8);
  expect(best!.validation!.accuracy).toBeGreaterThan(0.95);
  expect(history.at(-1)!.loss).toBeLessThan(history[0]!.loss);
});

test("the same seed gives the same weights to the bit, another seed others", async () => {
  const run = async (options: Partial<TrainInput>) =>
    bits((await train({ ...quick, shifts: 1, epochs: 2, ...options })).parameters);
  const first = await run({ seed: 5 });
  expect(await run({ seed: 5 })).toEqual(first);
  // Breaks for the event loop are a matter of time; the weights are not.
  expect(await run({ seed: 5, onProgress: () => undefined })).toEqual(first);
  expect(await run({ seed: 6 })).not.toEqual(first);
});

/** Labels that chance drew: what is learnt by heart does not help on the images held out. */
function unlearnable(count: number): LabelledImages {
  const random = createRandom(2, 0);
  const labels = {
    data: Uint8Array.from({ length: count }, () => random.below(4)),
    shape: [count],
  };
  return { ...quadrants(count), labels };
}

test("keeps the weights of the epoch that did best on the images held out", async () => {
  const options = { ...quick, ...unlearnable(200), validation: 0.3, schedule: "constant" } as const;
  const { best, history, parameters } = await train({ ...options, epochs: 40 });
  const accuracies = history.map(({ validation }) => validation!.accuracy);
  expect(best!.validation!.accuracy).toBe(Math.max(...accuracies));
  expect(best!.epoch).toBeLessThan(40);
  const shorter = await train({ ...options, epochs: best!.epoch });
  expect(bits(parameters)).toEqual(bits(shorter.parameters));
});

test("the weights are those of a model that runs", async () => {
  const { parameters } = await train(quick);
  const { images, labels } = quadrants(500);
  const program = compile(bind(graph, parameters, "trained"), referenceBackend, 500);
  const plan = createPlan(program, referenceBackend, 500);
  plan.input.bytes.set(images.data);
  plan.run(0, 500);
  const { predictions } = referenceBackend.summarize(plan.logits, 500, 4);
  const correct = predictions.filter((prediction, i) => prediction === labels.data[i]).length;
  expect(correct / 500).toBeGreaterThan(0.95);
});

test("nodes that lead nowhere do not stop a model from being saved whole", async () => {
  const aside = lowerSpec({
    id: "aside",
    input: [36],
    layers: [
      { type: "dense", name: "scores", units: 4, weight: "W", bias: "b" },
      { type: "batchNorm", scale: "s", bias: "t", mean: "m", variance: "v" },
    ],
    output: "scores",
  });
  const { parameters } = await train({ ...quick, graph: aside, epochs: 1 });
  expect(() => bind(aside, parameters, "trained")).not.toThrow();
  expect([...parameters.get("v")!.data]).toEqual([1, 1, 1, 1]);
});

test("kernels learn what plain TypeScript does", async () => {
  const few = { ...quick, epochs: 1 };
  const [fast, wide, plain] = await Promise.all([
    train(few),
    train({ ...few, kernels: compileKernels(undefined, true) }),
    train({ ...few, kernels: null }),
  ]);
  expect(bits(wide.parameters)).toEqual(bits(fast.parameters));
  for (const [name, { data }] of fast.parameters) {
    expectClose(data, plain.parameters.get(name)!.data, 1e-4);
  }
});

test("stops early when the images held out gain nothing any more", async () => {
  const options = { ...quick, ...unlearnable(200), epochs: 500, patience: 4, validation: 0.3 };
  const { stopped, history, best } = await train(options);
  expect(stopped).toBe("early");
  expect(history).toHaveLength(best!.epoch + 4);
});

test("without validation images the last epoch counts", async () => {
  const { best, history } = await train({ ...quick, epochs: 3, validation: 0 });
  expect(best).toBe(history.at(-1));
  expect(best).not.toHaveProperty("validation");
});

test("an abort gives the best weights so far", async () => {
  const controller = new AbortController();
  const records: EpochRecord[] = [];
  const result = await train({
    ...quick,
    ...quadrants(5000),
    epochs: 100_000,
    signal: controller.signal,
    onEpoch: (record) => {
      records.push(record);
      if (records.length === 2) controller.abort();
    },
  });
  expect(result.stopped).toBe("aborted");
  expect(result.history).toEqual(records);
  expect(records).toContain(result.best);
  const best = Math.max(...records.map(({ validation }) => validation!.accuracy));
  expect(result.best!.validation!.accuracy).toBe(best);
});

test("a timer's abort gets its turn", async () => {
  const signal = AbortSignal.timeout(150);
  const { stopped, best } = await train({ ...quick, epochs: 1_000_000, signal });
  expect(stopped).toBe("aborted");
  expect(best!.epoch).toBeLessThan(1_000_000);
});

test("a signal aborted beforehand gives the first weights", async () => {
  const result = await train({ ...quick, signal: AbortSignal.abort() });
  expect(result.stopped).toBe("aborted");
  expect(result).not.toHaveProperty("best");
  expect([...result.parameters.keys()]).toEqual(["W1", "b1", "W2", "b2"]);
});

test("tells where it stands", async () => {
  const seen: TrainProgress[] = [];
  await train({ ...quick, epochs: 2, onProgress: (progress) => seen.push(progress) });
  const ends = seen.filter(({ images, imagesPerEpoch }) => images === imagesPerEpoch);
  expect(ends.map(({ epoch }) => epoch)).toEqual([1, 2]);
  for (const { epochs, images, imagesPerEpoch, loss, imagesPerSecond } of seen) {
    expect([epochs, imagesPerEpoch]).toEqual([2, 450]);
    expect(images).toBeGreaterThan(0);
    expect(loss).toBeGreaterThan(0);
    expect(imagesPerSecond).toBeGreaterThan(0);
  }
});

test("a learning rate far too high is said to be one", async () => {
  const run = train({ ...quick, optimizer: "sgd", learningRate: 1e30 });
  await expect(run).rejects.toThrow(DivergenceError);
  await expect(run).rejects.toThrow("try a lower learning rate");
});

test.each([
  [{ epochs: 0 }, "epochs: expected a whole number of at least 1, got 0"],
  [{ batchSize: 1.5 }, "batchSize: expected a whole number of at least 1, got 1.5"],
  [{ learningRate: NaN }, "learningRate: expected a number above 0, got NaN"],
  [{ validation: 1 }, "validation: expected a number from 0 to below 1, got 1"],
  [{ seed: -1 }, "seed: expected a whole number from 0 to 4294967295, got -1"],
])("refuses %o", async (options, message) => {
  await expect(train({ ...quick, ...options })).rejects.toThrow(message);
});

test.each([
  [undefined, "train: expected an object of options, got undefined"],
  [
    { graph, images: quick.images },
    "train: labels: expected labels { data, shape }, got undefined",
  ],
])("says what is missing of %o", async (input, message) => {
  await expect(train(input as TrainInput)).rejects.toThrow(UsageError);
  await expect(train(input as TrainInput)).rejects.toThrow(message);
});

describeShared("real MNIST", () => {
  test("5,000 images and four epochs teach the mlp nine digits of ten", async () => {
    const { images, labels } = await loadSplit("train", { data: sharedFile("mnist") });
    const { best } = await train({
      ...defaultOptions,
      graph: zoo.get("mlp")!.graph,
      images: { data: images.data.subarray(0, 5000 * 784), shape: [5000, 28, 28] },
      labels: { data: labels.data.subarray(0, 5000), shape: [5000] },
      epochs: 4,
      batchSize: 50,
      learningRate: 0.01,
      shifts: 0,
    });
    expect(best!.validation!.accuracy).toBeGreaterThan(0.9);
  });
});
