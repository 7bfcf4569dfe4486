import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { loadSplit } from "@evalpool/mnist/node";
import { bind, compile, createPlan, forward, logitsOf, zoo, type Model } from "@evalpool/models";
import {
  argmax,
  compileKernels,
  createWasmBackend,
  referenceBackend,
  type Backend,
} from "@evalpool/tensor";
import { beforeAll, expect, test } from "vitest";
import { describeShared, golden, sharedFile } from "../../../test/shared.js";
import { readCheckpoint } from "./read-checkpoint.js";

// As the command does: V8 then makes 256-bit operations of 128-bit ones, here in all that tiers up.
setFlagsFromString("--experimental-wasm-revectorize");

const mlp = zoo.get("mlp")!.graph;

const backends: [string, () => Backend][] = [
  ["reference", () => referenceBackend],
  ["wasm-simd", () => createWasmBackend(compileKernels("simd"))],
  ["wasm-relaxed", () => createWasmBackend(compileKernels("relaxed"))],
  ["wasm-relaxed-wide", () => createWasmBackend(compileKernels("relaxed", true))],
];

/** Softmax at the end is left out of a plan, for it does not change which class is largest. */
function withoutFinalSoftmax(model: Model): Model {
  return { ...model, graph: logitsOf(model.graph) };
}

function logits(model: Model, backend: Backend, bytes: Uint8Array, batchSize: number): number[] {
  const count = bytes.length / model.graph.input.shape[0]!;
  const plan = createPlan(compile(model, backend, batchSize), backend, count);
  plan.input.bytes.set(bytes);
  const rows: number[] = [];
  for (let first = 0; first < count; first += batchSize) {
    const size = Math.min(batchSize, count - first);
    plan.run(first, size);
    const { data, stride } = plan.logits;
    for (let i = 0; i < size; i++) {
      rows.push(...data.subarray(i * stride, i * stride + plan.classes));
    }
  }
  return rows;
}

const checkpoints = [
  ["the textbook's weights", sharedFile("checkpoints/sample_weight.pkl")],
  [
    "the shipped weights",
    fileURLToPath(import.meta.resolve("@evalpool/models/checkpoints/mlp.safetensors")),
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
