import { lowerSpec, type Parameters } from "@evalpool/models";
import { createRandom } from "@evalpool/random";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { optimizers, type OptimizerName } from "./optimizers.js";
import { train, type TrainInput, type TrainState } from "./train.js";

/** With all that keeps something from batch to batch: statistics, and chance of a layer's own. */
const graph = lowerSpec({
  id: "net",
  input: [1, 6, 6],
  layers: [
    { type: "scale", divisor: 255 },
    { type: "conv2d", filters: 3, kernel: 3, weight: "C", bias: "c" },
    {
      type: "batchNorm",
      scale: "s",
      bias: "t",
      mean: "m",
      variance: "v",
    },
    { type: "activation", function: "relu" },
    { type: "flatten" },
    { type: "dropout", ratio: 0.25 },
    { type: "dense", units: 4, weight: "W", bias: "b" },
  ],
});

const EPOCHS = 6;

function noise(count: number): Pick<TrainInput, "images" | "labels"> {
  const random = createRandom(9, 0);
  const data = Uint8Array.from({ length: count * 36 }, () => random.below(256));
  const labels = Uint8Array.from({ length: count }, () => random.below(4));
  return {
    images: { data, shape: [count, 6, 6] },
    labels: { data: labels, shape: [count] },
  };
}

const input: TrainInput = {
  graph,
  ...noise(90),
  epochs: EPOCHS,
  batchSize: 16,
  learningRate: 0.01,
  warmup: 1.5,
  shifts: 1,
  warp: 0.1,
};

/** As a file would give it back. */
function copyOf(state: TrainState): TrainState {
  return structuredClone(state);
}

function bitsOf(parameters: Parameters): Map<string, Uint8Array> {
  return new Map(
    [...parameters].map(([name, { data }]) => [
      name,
      new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice(),
    ]),
  );
}

function withoutTimes(state: TrainState): object {
  const history = state.history.map(({ epoch, loss, validation }) => ({ epoch, loss, validation }));
  return { history, random: state.random, best: bitsOf(state.best), all: bitsOf(state.tensors) };
}

/** The states after each epoch. */
async function statesOf(given: Partial<TrainInput>): Promise<TrainState[]> {
  const states: TrainState[] = [];
  await train({ ...input, ...given, onState: (state) => void states.push(copyOf(state)) });
  return states;
}

describe.each(Object.keys(optimizers) as OptimizerName[])("%s", (optimizer) => {
  test("goes on after any epoch as if it had never stopped, to the bit", async () => {
    const all = await statesOf({ optimizer });
    expect(all).toHaveLength(EPOCHS);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: EPOCHS - 1 }), async (stopped) => {
        const rest = await statesOf({ optimizer, from: copyOf(all[stopped - 1]!) });
        expect(rest.map(withoutTimes)).toEqual(all.slice(stopped).map(withoutTimes));
      }),
      { numRuns: 4 },
    );
  });
});

test("what is trained all at once is what is trained in two, with what is best of both", async () => {
  const once = await train(input);
  const [, second] = await statesOf({});
  const twice = await train({ ...input, from: second! });
  expect(bitsOf(twice.parameters)).toEqual(bitsOf(once.parameters));
  expect(twice.best?.epoch).toBe(once.best?.epoch);
  expect(twice.history.map(({ loss }) => loss)).toEqual(once.history.map(({ loss }) => loss));
});

test("more epochs of a constant rate are as if they had been asked for at first", async () => {
  const constant = { schedule: "constant" } as const;
  const few = await statesOf({ ...constant, epochs: 2 });
  const more = await train({ ...input, ...constant, from: few.at(-1)! });
  expect(bitsOf(more.parameters)).toEqual(
    bitsOf((await train({ ...input, ...constant })).parameters),
  );
});

test("what is done already is the result, with nothing learnt", async () => {
  const all = await statesOf({});
  const { history, parameters, best } = await train({ ...input, from: all.at(-1)! });
  expect(history).toHaveLength(EPOCHS);
  expect(bitsOf(parameters)).toEqual(bitsOf(all.at(-1)!.best));
  expect(best).toBeDefined();
});

test("the state of another network or optimiser is refused", async () => {
  const [state] = await statesOf({ epochs: 1 });
  const message = "expected the state of this network in training, got that of another";
  await expect(train({ ...input, optimizer: "sgd", from: state! })).rejects.toThrow(message);
  const tensors = new Map(state!.tensors);
  tensors.set("weights.W", { data: new Float32Array(1), shape: [1] });
  await expect(train({ ...input, from: { ...state!, tensors } })).rejects.toThrow(message);
});
