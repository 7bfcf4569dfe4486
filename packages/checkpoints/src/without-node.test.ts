import { createContext, runInContext } from "node:vm";
import { beforeAll, expect, test } from "vitest";
import { bundleForBrowser } from "../../../test/bundle-for-browser.js";
import type * as face from "./index.js";
import { readCheckpoint, readNetwork, readWeights, writeNetwork } from "./index.js";
import { small } from "./keras/testing/small-network.js";
import { floats, onnxFile } from "./onnx/testing/onnx-model.js";
import { writeSafetensors } from "./safetensors.js";
import * as numpyFiles from "./testing/numpy-files.js";
import * as torchFiles from "./testing/torch-files.js";
import { tfjsFiles } from "./tfjs/testing/tfjs-files.js";

/** Of what a browser has beside the language, as much as is used. */
const browser = {
  DecompressionStream,
  ReadableStream,
  TextDecoder,
  TextEncoder,
  TransformStream,
  WritableStream,
};

/** The main entry, and where it runs: nothing of Node is there. */
let bundled: typeof face;
let context: object;

beforeAll(async () => {
  const script = await bundleForBrowser("./index.ts", new URL(".", import.meta.url));
  context = createContext({ ...browser });
  bundled = runInContext(`${script}; face`, context) as typeof face;
});

/** Bytes as a page has them: those of another context are of another class. */
function inside(bytes: Uint8Array): Uint8Array {
  const copy = runInContext("(bytes) => Uint8Array.from(bytes)", context) as typeof inside;
  return copy(bytes);
}

const { model, beside } = tfjsFiles();
const spec = {
  id: "n",
  input: [3],
  layers: [{ type: "dense", weight: "W", bias: "b", units: 2, layout: "out,in" }],
};
const specFile = new TextEncoder().encode(JSON.stringify(spec));
const onnx = onnxFile({
  outputs: { y: ["N", 2] },
  tensors: [floats("w", [4, 2], [1, 2, 3, 4, 5, 6, 7, 8])],
  nodes: [{ op: "MatMul", inputs: ["x", "w"], outputs: ["y"] }],
});
const native = async (): Promise<Uint8Array> =>
  writeNetwork(
    await readWeights(numpyFiles.npz, "w.npz", await readNetwork(specFile, "spec.json")),
  );

test.each<[name: string, bytes: Uint8Array | (() => Promise<Uint8Array>)]>([
  ["spec.json", specFile],
  ["model.json", model],
  ["net.onnx", onnx],
  ["net.keras", small("small.keras")],
  ["net.h5", small("small.h5")],
  ["net.safetensors", native],
])("a network is read without Node as with it: %s", async (name, content) => {
  const bytes = typeof content === "function" ? await content() : content;
  const read = await bundled.readNetwork(inside(bytes), name, {
    beside: async (shard) => inside(await beside(shard)),
  });
  expect(structuredClone(read)).toEqual(await readNetwork(bytes, name, { beside }));
});

test.each([
  ["w.npz", numpyFiles.npzCompressed],
  ["w.pkl", numpyFiles.pickle4],
  ["w.pt", torchFiles.stateDict],
  ["old.pt", torchFiles.legacy],
  ["w.h5", small("small-keras2.h5")],
  [
    "w.safetensors",
    writeSafetensors(new Map([["W", { data: Float32Array.of(1, 2), shape: [2] }]])),
  ],
])("weights are read without Node as with it: %s", async (name, bytes) => {
  const read = await bundled.readCheckpoint(inside(bytes), name);
  expect(read.parameters.size).toBeGreaterThan(0);
  expect(structuredClone(read)).toEqual(await readCheckpoint(bytes, name));
});
