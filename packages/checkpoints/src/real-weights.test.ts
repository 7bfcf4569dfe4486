import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { loadSplit } from "@evalpool/mnist/node";
import {
  bind,
  compile,
  createPlan,
  forward,
  logitsOf,
  zoo,
  type CompileOptions,
  type Model,
} from "@evalpool/models";
import {
  argmax,
  compileKernels,
  createWasmBackend,
  referenceBackend,
  size,
  type Backend,
} from "@evalpool/tensor";
import { beforeAll, expect, test } from "vitest";
import { describeShared, golden, sharedFile } from "../../../test/shared.js";
import { readCheckpoint } from "./read-checkpoint.js";

// As the command does: V8 then makes 256-bit operations of 128-bit ones, here in all that tiers up.
setFlagsFromString("--experimental-wasm-revectorize");

const backends: [string, () => Backend][] = [
  ["wasm-simd", () => createWasmBackend(compileKernels("simd"))],
  ["wasm-relaxed", () => createWasmBackend(compileKernels("relaxed"))],
  ["wasm-relaxed-wide", () => createWasmBackend(compileKernels("relaxed", true))],
];

function logits(
  model: Model,
  backend: Backend,
  bytes: Uint8Array,
  batchSize: number,
  options: CompileOptions = {},
): Float64Array {
  const count = bytes.length / size(model.graph.input.shape);
  const program = compile(model, backend, batchSize, options);
  const plan = createPlan(program, backend, count);
  plan.input.bytes.set(bytes);
  const rows = new Float64Array(count * plan.classes);
  for (let first = 0; first < count; first += program.batchSize) {
    const batch = Math.min(program.batchSize, count - first);
    plan.run(first, batch);
    const { data, stride } = plan.logits;
    for (let i = 0; i < batch; i++) {
      rows.set(data.subarray(i * stride, i * stride + plan.classes), (first + i) * plan.classes);
    }
  }
  return rows;
}

/**
 * The eager pass in float64: rows of 10 logits. Softmax at the end is left out, as a plan leaves it
 * out, for it does not change which class is largest.
 */
function exactLogits(model: Model, bytes: Uint8Array): Float64Array {
  const { graph, parameters } = model;
  const pixels = size(graph.input.shape);
  const count = bytes.length / pixels;
  const rows = new Float64Array(count * 10);
  const chunk = 100;
  for (let first = 0; first < count; first += chunk) {
    const some = Float64Array.from(bytes.subarray(first * pixels, (first + chunk) * pixels));
    const x = { data: some, shape: [some.length / pixels, ...graph.input.shape] };
    rows.set(forward({ graph: logitsOf(graph), parameters }, x).data, first * 10);
  }
  return rows;
}

/** Every prediction that of float64, every logit within 1e-4 of its row's largest. */
function expectExact(got: Float64Array, exact: Float64Array): void {
  for (let row = 0; row < got.length; row += 10) {
    const scale = Math.max(...exact.subarray(row, row + 10).map(Math.abs));
    for (let i = row; i < row + 10; i++) {
      const error = Math.abs(got[i]! - exact[i]!) / scale;
      if (!(error < 1e-4)) expect.fail(`logit ${i - row} of image ${row / 10}: error ${error}`);
    }
  }
  const shape = [got.length / 10, 10];
  const predictions = argmax({ data: got, shape }, 1).data;
  expect(predictions).toEqual(argmax({ data: exact, shape }, 1).data);
}

async function load(id: string, file: string): Promise<Model> {
  const { parameters } = await readCheckpoint(await readFile(file), file);
  return bind(zoo.get(id)!.graph, parameters, file);
}

async function testImages(): Promise<Uint8Array> {
  return (await loadSplit("test", { data: sharedFile("mnist") })).images.data;
}

const shipped = (name: string): string =>
  fileURLToPath(import.meta.resolve(`@evalpool/models/checkpoints/${name}`));

const networks: [id: string, images: number, file: string][] = [
  ["mlp", 10_000, sharedFile("checkpoints/sample_weight.pkl")],
  ["mlp", 10_000, shipped("mlp.safetensors")],
  // All of them take the eager pass minutes. Below they are counted, those of the book in
  // apps/eval/test/convnets.test.ts, as NumPy counts them.
  ["cnn", 300, shipped("cnn.safetensors")],
  ["book-simple-convnet", 300, sharedFile("checkpoints/simple_convnet_params.pkl")],
  ["book-deep-convnet", 300, sharedFile("checkpoints/deep_convnet_params.pkl")],
];

describeShared.each(networks)("%s on the first %i real images, %s", (id, images, file) => {
  let model: Model;
  let bytes: Uint8Array;
  let exact: Float64Array;

  beforeAll(async () => {
    model = await load(id, file);
    bytes = (await testImages()).subarray(0, images * 784);
    exact = exactLogits(model, bytes);
  }, 900_000);

  test.each(backends)("%s: float64's predictions, logits within 1e-4", (_, create) => {
    expectExact(logits(model, create(), bytes, 100), exact);
  });

  test.each(backends)("%s, without what rounds more: the same", (_, create) => {
    expectExact(logits(model, create(), bytes, 100, { isExact: true }), exact);
  });

  test("the reference backend, on the first 100: the same", () => {
    const first = bytes.subarray(0, 100 * 784);
    expectExact(logits(model, referenceBackend, first, 100), exact.subarray(0, 1000));
  });

  test.each(backends)("%s: the same bits for any batch size", (_, create) => {
    const few = bytes.subarray(0, 1000 * 784);
    const got = logits(model, create(), few, 1000);
    for (const batchSize of [1, 7, 100]) {
      expect(logits(model, create(), few, batchSize)).toEqual(got);
    }
  });
});

// As their cards say, which the command that trained them wrote.
const counts: [id: string, correct: number][] = [
  ["mlp", 9863],
  ["cnn", 9964],
];

describeShared.each(counts)("%s as it is shipped", (id, correct) => {
  test.each(backends)(`%s: ${correct} of the 10,000 real images`, async (_, create) => {
    const { images, labels } = await loadSplit("test", { data: sharedFile("mnist") });
    const got = logits(await load(id, shipped(`${id}.safetensors`)), create(), images.data, 200);
    const predictions = argmax({ data: got, shape: [10_000, 10] }, 1).data;
    const right = predictions.filter((prediction, i) => prediction === labels.data[i]);
    expect(right).toHaveLength(correct);
    const card = await readFile(shipped(`${id}.json`), "utf8");
    expect(JSON.parse(card)).toMatchObject({ test: { correct, total: 10_000 } });
    expect(zoo.get(id)?.score).toEqual({ dataset: "mnist", correct, total: 10_000 });
  });
});

/** Of the networks whose weights others trained: what NumPy gets, in float64. */
interface Golden {
  readonly logits_of_first_3: number[][];
  readonly correct: number;
  readonly first_20_misclassified_indices: number[];
}

const goldens: [name: string, id: string, file: string][] = [
  ["sample_weight", "mlp", "sample_weight.pkl"],
  ["simple_convnet", "book-simple-convnet", "simple_convnet_params.pkl"],
  ["deep_convnet", "book-deep-convnet", "deep_convnet_params.pkl"],
];

describeShared.each(goldens)("NumPy's own logits of %s", (name, id, file) => {
  // Counted by the command on all images: apps/eval/test/convnets.test.ts.
  test("and its score are those that the zoo tells of", () => {
    const { correct } = (golden("mnist") as Record<string, Golden>)[name]!;
    const own = id === "mlp" ? "book-mlp" : id;
    expect(zoo.get(own)?.score).toEqual({ dataset: "mnist", correct, total: 10_000 });
  });

  test.each([...backends, ["reference", () => referenceBackend] as (typeof backends)[number]])(
    "%s gives them within 1e-4",
    async (_, create) => {
      const model = await load(id, sharedFile(`checkpoints/${file}`));
      const got = logits(model, create(), (await testImages()).subarray(0, 3 * 784), 3);
      const { logits_of_first_3: expected } = (golden("mnist") as Record<string, Golden>)[name]!;
      for (const [i, value] of expected.flat().entries()) {
        expect(Math.abs(got[i]! - value)).toBeLessThan(1e-4 * Math.abs(value) + 1e-5);
      }
    },
  );
});
