import { CheckpointError, EvalpoolError, SpecError, UnsupportedError } from "@evalpool/errors";
import { bind, forward } from "@evalpool/models";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pixels, probabilities, weights } from "../keras/testing/small-network.js";
import { changes, damaged } from "../testing/damage.js";
import { isTfjsModel } from "./is-tfjs-model.js";
import { readTfjs } from "./read-tfjs.js";
import { tfjsFiles, type Changes } from "./testing/tfjs-files.js";

async function read(changes: Changes = {}) {
  const files = tfjsFiles(changes);
  return readTfjs(files.model, "model.json", files);
}

async function refuses(changes: Changes, kind: new (...args: never[]) => Error, message: string) {
  const reading = read(changes);
  await expect(reading).rejects.toThrow(kind);
  await expect(reading).rejects.toThrow(message);
}

// The network takes the differences of the weights, of up to 1 in 500, times a few.
test.each([
  ["float16", 2],
  ["uint16", 2],
  ["uint8", 1],
] as const)("weights as %s are near the others", async (type, digits) => {
  const { graph, parameters } = await read({ type });
  const model = bind(graph, parameters, "model.json");
  const { data } = forward(model, { data: Float64Array.from(pixels), shape: [1, 1, 6, 5] });
  data.forEach((value, i) => expect(value).toBeCloseTo(probabilities.keras2[i]!, digits));
});

test("hard_sigmoid is that of the version of Keras; Keras 2's where none is told", async () => {
  const outputOf = async (keras_version: string | undefined) => {
    const model = (json: Record<string, unknown>) => {
      return { ...json, modelTopology: { ...(json["modelTopology"] as object), keras_version } };
    };
    const { graph, parameters } = await read({ model });
    const x = { data: Float64Array.from(pixels), shape: [1, 1, 6, 5] };
    return Array.from(forward(bind(graph, parameters, "model.json"), x).data);
  };
  const near = (expected: readonly number[]) => expected.map((value) => expect.closeTo(value, 5) as number); // prettier-ignore
  expect(await outputOf("3.0.5")).toEqual(near(probabilities.keras3));
  expect(await outputOf("2.15.0")).toEqual(near(probabilities.keras2));
  expect(await outputOf(undefined)).toEqual(near(probabilities.keras2));
});

test("of each file no more is read than is left of the arrays", async () => {
  const files = tfjsFiles();
  const most: number[] = [];
  const beside = (name: string, left: number) => {
    most.push(left);
    return files.beside(name);
  };
  await readTfjs(files.model, "model.json", { beside });
  const floats = Object.values(weights).reduce((sum, [, data]) => sum + data.length, 0);
  // Four bytes each, and an integer; the first file has 301.
  expect(most).toEqual([floats * 4 + 4, floats * 4 + 4 - 301]);
});

test("model.json is told from a spec", () => {
  expect(isTfjsModel({ modelTopology: {}, weightsManifest: [] })).toBe(true);
  expect(isTfjsModel({ modelTopology: {} })).toBe(true);
  expect(isTfjsModel({ weightsManifest: [] })).toBe(true);
  expect(isTfjsModel(7)).toBe(false);
  expect(isTfjsModel({ id: "mlp", input: [784], layers: [] })).toBe(false);
  expect(isTfjsModel(null)).toBe(false);
  expect(isTfjsModel([1])).toBe(false);
});

describe("refused", () => {
  test("a graph model, with what to do", () =>
    refuses(
      { model: (json) => ({ ...json, format: "graph-model" }) },
      UnsupportedError,
      "model.json: cannot be run here: a graph model of TensorFlow.js; export it from its source: " +
        "python -m tf2onnx.convert --saved-model DIRECTORY --output model.onnx " +
        "(of a graph model itself: --tfjs model.json)",
    ));

  test("weights without files beside", async () => {
    const reading = readTfjs(tfjsFiles().model, "model.json", {});
    await expect(reading).rejects.toThrow("model.json: its weights lie in files beside it");
  });

  test("shards that are shorter than the arrays are", () =>
    refuses(
      { shards: (shards) => shards.set("group1-shard2of2.bin", new Uint8Array(7)) },
      CheckpointError,
      "bytes of weights in group1-shard1of2.bin, group1-shard2of2.bin, got 308",
    ));

  test("arrays of 2^40, before anything is read", () =>
    refuses(
      {
        model: (json) => ({
          ...json,
          weightsManifest: [
            { paths: ["a"], weights: [{ name: "w", shape: [2 ** 20, 2 ** 20], dtype: "float32" }] },
          ],
        }),
      },
      CheckpointError,
      "expected weights of up to 1073741824 bytes, got 4398046511104",
    ));

  test("what is longer than the arrays are, by its first files", () =>
    refuses(
      {
        model: (json) => {
          const [group] = json["weightsManifest"] as { paths: string[] }[];
          const [first, second] = group!.paths;
          const paths = [first, second, first, second];
          return { ...json, weightsManifest: [{ ...group, paths }] };
        },
      },
      CheckpointError,
      "bytes of weights in group1-shard1of2.bin, group1-shard2of2.bin, group1-shard1of2.bin, got ",
    ));

  test.each<[string, object, string]>([
    ["a topology that is text", { modelTopology: "x" }, "model.json: modelTopology: Invalid input"],
    ["a version that is a number", { modelTopology: { keras_version: 2 } }, "model.json: modelTopology.keras_version: Invalid input"], // prettier-ignore
    ["lengths below 0", { weightsManifest: [{ paths: [], weights: [{ name: "w", shape: [-1], dtype: "bool" }] }] }, "model.json: weightsManifest.0.weights.0.shape: expected up to 64 lengths"], // prettier-ignore
  ])("%s", (_, changes, message) =>
    refuses({ model: (json) => ({ ...json, ...changes }) }, SpecError, message),
  );

  test("a type of elements that is not known", () =>
    refuses(
      {
        model: (json) => ({
          ...json,
          weightsManifest: [
            { paths: ["a"], weights: [{ name: "w", shape: [1], dtype: "string" }] },
          ],
        }),
      },
      CheckpointError,
      "model.json: w: expected elements of type float32, float16, int32, uint8, uint16, bool, got string",
    ));

  /** With other facts of the first array, which is of bytes. */
  const withFirst = (facts: object): Changes => ({
    type: "uint8",
    model: (json) => {
      const [group] = json["weightsManifest"] as { weights: object[] }[];
      const weights = group!.weights.map((one, i) => (i === 0 ? { ...one, ...facts } : one));
      return { ...json, weightsManifest: [{ ...group!, weights }] };
    },
  });

  test.each([
    ["bytes without a scale", { quantization: { dtype: "uint8", min: 0 } }, "uint8"],
    ["bytes without a least value", { quantization: { dtype: "uint8", scale: 1 } }, "uint8"],
    ["truths for floats", { quantization: { dtype: "bool", scale: 1, min: 0 } }, "bool"],
  ])("%s", (_, facts, type) =>
    refuses(
      withFirst(facts),
      CheckpointError,
      `block_conv/kernel: expected uint8 or uint16 with scale and min, got ${type}`,
    ),
  );

  test("bytes that stand for integers are no weights", () =>
    refuses(withFirst({ dtype: "int32" }), CheckpointError, "expected kernel, bias, got 1 arrays"));

  test("a graph model that is told by its nodes", () =>
    refuses(
      { model: (json) => ({ ...json, format: undefined, modelTopology: { node: [] } }) },
      UnsupportedError,
      "a graph model of TensorFlow.js",
    ));

  test.each(["null", "7", '{"modelTopology":null}'])("%s", async (json) => {
    const reading = Promise.resolve(readTfjs(new TextEncoder().encode(json), "model.json", {}));
    await expect(reading).rejects.toThrow(SpecError);
  });

  test("what is no JSON, with why it is none", async () => {
    const reading = Promise.resolve(readTfjs(new TextEncoder().encode("{"), "model.json", {}));
    await expect(reading).rejects.toThrow(
      expect.objectContaining({ cause: expect.any(SyntaxError) as SyntaxError }),
    );
  });

  test("bytes that are no UTF-8", async () => {
    const bytes = Uint8Array.of(0x22, 0xff, 0x22);
    await expect(Promise.resolve(readTfjs(bytes, "model.json", {}))).rejects.toThrow(
      "expected JSON",
    );
  });

  test("what has no weights", () =>
    refuses(
      { model: (json) => ({ ...json, weightsManifest: undefined }) },
      SpecError,
      "model.json: weightsManifest: ",
    ));
});

test("damaged models are refused, or read", async () => {
  const { model, beside } = tfjsFiles();
  await fc.assert(
    fc.asyncProperty(changes(model.length), async (all) => {
      const got: unknown = await Promise.resolve(
        readTfjs(damaged(model, all), "model.json", { beside }),
      ).catch((error: unknown) => error);
      const isForeseen = got instanceof EvalpoolError || !(got instanceof Error);
      const isMissing = got instanceof Error && got.message.startsWith("there is no ");
      expect(isForeseen || isMissing).toBe(true);
    }),
    { numRuns: 10_000 },
  );
}, 300_000);
