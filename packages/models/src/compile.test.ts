import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import {
  argmax,
  compileKernels,
  createWasmBackend,
  referenceBackend,
  tensor,
  type Backend,
} from "@evalpool/tensor";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { loadSplit } from "@evalpool/mnist/node";
import { describeShared, golden, sharedFile } from "../../../test/shared.js";
import { readCheckpoint } from "./checkpoint/read-checkpoint.js";
import { compile } from "./compile.js";
import { forward } from "./forward.js";
import { bind, type FloatTensor, type Model } from "./model.js";
import type { Layer, ModelSpec } from "./spec.js";
import { mlp } from "./zoo/mlp.js";

// As the command does: V8 then makes 256-bit operations of 128-bit ones, here in all that tiers up.
setFlagsFromString("--experimental-wasm-revectorize");

const backends: [string, () => Backend][] = [
  ["reference", () => referenceBackend],
  ["wasm-simd", () => createWasmBackend(compileKernels("simd"))],
  ["wasm-relaxed", () => createWasmBackend(compileKernels("relaxed"))],
  ["wasm-relaxed-wide", () => createWasmBackend(compileKernels("relaxed", true))],
];

const functions = ["sigmoid", "relu", "identity", "softmax"] as const;

/** Networks of one to three dense layers over a few bytes, with weights in [-1, 1). */
const networks = fc
  .record({
    inputs: fc.integer({ min: 1, max: 60 }),
    hidden: fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.constantFrom(...functions)), {
      minLength: 1,
      maxLength: 3,
    }),
    divisor: fc.constantFrom(1, 255),
    seed: fc.integer(),
  })
  .map(({ inputs, hidden, divisor, seed }): Model => {
    const layers: Layer[] = [{ type: "scale", divisor: divisor * 4 }];
    const parameters = new Map<string, FloatTensor>();
    let width = inputs;
    for (const [i, [units, f]] of hidden.entries()) {
      layers.push({ type: "dense", units, weight: `W${i}`, bias: `b${i}` });
      layers.push({ type: "activation", function: f });
      parameters.set(`W${i}`, { data: noise(seed + i, width * units), shape: [width, units] });
      parameters.set(`b${i}`, { data: noise(seed - i, units), shape: [units] });
      width = units;
    }
    return { spec: { id: "random", input: [inputs], layers }, parameters };
  });

function noise(seed: number, length: number): Float64Array {
  let state = seed | 1;
  return Float64Array.from({ length }, () => {
    state = Math.imul(state, 1664525) + 1013904223;
    return Math.fround((state | 0) / 2 ** 31);
  });
}

/** Softmax at the end is left out of a plan, for it does not change which class is largest. */
function withoutFinalSoftmax(model: Model): Model {
  const last = model.spec.layers.at(-1);
  const isSoftmax = last?.type === "activation" && last.function === "softmax";
  const layers = isSoftmax ? model.spec.layers.slice(0, -1) : model.spec.layers;
  return { ...model, spec: { ...model.spec, layers } };
}

function logits(model: Model, backend: Backend, bytes: Uint8Array, batchSize: number): number[] {
  const count = bytes.length / model.spec.input[0]!;
  const plan = compile(model, backend, { examples: count, batchSize });
  plan.input.bytes.set(bytes);
  const rows: number[] = [];
  for (let first = 0; first < count; first += batchSize) {
    const size = Math.min(batchSize, count - first);
    const { data, stride } = plan.run(first, size);
    for (let i = 0; i < size; i++) {
      rows.push(...data.subarray(i * stride, i * stride + plan.classes));
    }
  }
  return rows;
}

describe.each(backends)("compiled for %s", (_, create) => {
  test("agrees with the eager pass in float64, the same to the bit for any batch size", () => {
    fc.assert(
      fc.property(networks, fc.uint8Array({ minLength: 5, maxLength: 5 }), (model, few) => {
        const inputs = model.spec.input[0]!;
        const bytes = Uint8Array.from(
          { length: inputs * 5 },
          (_, i) => few[i % 5]! * (i % 3 === 0 ? 1 : 0),
        );
        const got = logits(model, create(), bytes, 5);
        const x = { data: Float64Array.from(bytes), shape: [5, inputs] };
        const expected = Array.from(forward(withoutFinalSoftmax(model), x).data);
        const scale = expected.reduce((max, value) => Math.max(max, Math.abs(value)), 1);
        for (const [i, value] of expected.entries()) {
          expect(Math.abs(got[i]! - value)).toBeLessThan(1e-4 * scale);
        }
        for (const batchSize of [1, 2, 4])
          expect(logits(model, create(), bytes, batchSize)).toEqual(got);
      }),
    );
  });

  test("takes networks that do not begin with a dense layer, and scales anywhere", () => {
    const layers: Layer[] = [
      { type: "activation", function: "step" },
      { type: "scale", divisor: 4 },
      { type: "flatten" },
      { type: "dense", units: 1, weight: "W", bias: "b" },
      { type: "scale", divisor: 2 },
    ];
    const parameters = new Map([
      ["W", tensor([[8], [16]])],
      ["b", tensor([1])],
    ]);
    const model = { spec: { id: "odd", input: [2], layers }, parameters };
    // ((bytes > 0) / 4 @ W + b) / 2
    expect(logits(model, create(), Uint8Array.of(9, 0, 0, 200, 7, 7), 2)).toEqual([1.5, 2.5, 3.5]);
  });

  test("a network of no dense layer gives its input", () => {
    const spec: ModelSpec = { id: "none", input: [3], layers: [{ type: "scale", divisor: 2 }] };
    const model = { spec, parameters: new Map() };
    expect(logits(model, create(), Uint8Array.of(2, 4, 6), 1)).toEqual([1, 2, 3]);
  });
});

const checkpoints = [
  ["the textbook's weights", sharedFile("checkpoints/sample_weight.pkl")],
  [
    "the shipped weights",
    fileURLToPath(new URL("../checkpoints/mlp.safetensors", import.meta.url)),
  ],
] as const;

describeShared.each(checkpoints)("784-50-100-10 on the 10,000 real images, %s", (_, file) => {
  let model: Model;
  let bytes: Uint8Array;
  /** The eager pass in float64: rows of 10 logits. */
  let exact: Float64Array;

  beforeAll(async () => {
    model = bind(mlp, await readCheckpoint(await readFile(file), file), file);
    bytes = (await loadSplit("test", { data: sharedFile("mnist") })).images.data;
    const x = { data: Float64Array.from(bytes), shape: [10_000, 784] };
    exact = forward(withoutFinalSoftmax(model), x).data as Float64Array;
  });

  test.each(backends)("%s: float64's predictions, logits within 1e-4", (_, create) => {
    const got = logits(model, create(), bytes, 100);
    for (let row = 0; row < got.length; row += 10) {
      const scale = Math.max(...exact.subarray(row, row + 10).map(Math.abs));
      for (let i = row; i < row + 10; i++) {
        const error = Math.abs(got[i]! - exact[i]!) / scale;
        if (!(error < 1e-4)) expect.fail(`logit ${i - row} of image ${row / 10}: error ${error}`);
      }
    }
    const shape = [10_000, 10];
    const predictions = argmax({ data: Float64Array.from(got), shape }, 1).data;
    expect(predictions).toEqual(argmax({ data: exact, shape }, 1).data);
  });

  test.each(backends.slice(1))("%s: the same bits for any batch size", (_, create) => {
    const few = bytes.subarray(0, 1000 * 784);
    const got = logits(model, create(), few, 1000);
    for (const batchSize of [1, 7, 100]) {
      expect(logits(model, create(), few, batchSize)).toEqual(got);
    }
  });
});

describeShared("NumPy's own logits", () => {
  // a3 of predict(network, x) for the first three test images, in float64
  test.each(backends)("%s gives them within 1e-4", async (_, create) => {
    const file = sharedFile("checkpoints/sample_weight.pkl");
    const model = bind(mlp, await readCheckpoint(await readFile(file), file), file);
    const { images } = await loadSplit("test", { data: sharedFile("mnist") });
    const got = logits(model, create(), images.data.subarray(0, 3 * 784), 3);
    const { sample_weight } = golden("mnist") as {
      sample_weight: { logits_of_first_3: number[][] };
    };
    for (const [i, value] of sample_weight.logits_of_first_3.flat().entries()) {
      expect(Math.abs(got[i]! - value)).toBeLessThan(1e-4 * Math.abs(value) + 1e-5);
    }
  });
});
