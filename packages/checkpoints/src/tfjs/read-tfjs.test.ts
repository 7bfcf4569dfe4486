import { CheckpointError, EvalpoolError, SpecError, UnsupportedError } from "@evalpool/errors";
import { bind, forward } from "@evalpool/models";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pixels, probabilities } from "../keras/testing/small-network.js";
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

test("model.json is told from a spec", () => {
  expect(isTfjsModel({ modelTopology: {}, weightsManifest: [] })).toBe(true);
  expect(isTfjsModel({ id: "mlp", input: [784], layers: [] })).toBe(false);
  expect(isTfjsModel(null)).toBe(false);
  expect(isTfjsModel([1])).toBe(false);
});

describe("refused", () => {
  test("a graph model, with what to do", () =>
    refuses(
      { model: (json) => ({ ...json, format: "graph-model" }) },
      UnsupportedError,
      "model.json: cannot be run here: a graph model of TensorFlow.js; export it from its source",
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
