import { CheckpointError } from "@evalpool/errors";
import type { FloatTensor } from "@evalpool/models";
import { expect, test } from "vitest";
import {
  readNetwork,
  readWeights,
  writeNetwork,
  writeSafetensors,
  type FileNetwork,
} from "./index.js";
import { npz } from "./testing/numpy-files.js";

/** A network for the weights of `npz`, whose caller says what becomes of pixels. */
function network(): Promise<FileNetwork> {
  const dense = { type: "dense", weight: "W", bias: "b", units: 2, layout: "out,in" };
  const spec = JSON.stringify({ id: "n", input: [3], layers: [dense] });
  const preprocess = { scale: 1 / 16 };
  return readNetwork(new TextEncoder().encode(spec), "n.json", { preprocess });
}

test("a spec's network has the weights of a checkpoint, and keeps what is said of pixels", async () => {
  const described = await network();
  expect(described).not.toHaveProperty("parameters");
  // The file has them as `[units, inputs]`, a model as `[inputs, units]`.
  const weight = { data: Float32Array.of(1, 4, 2, 5, 3, 6), shape: [3, 2] };
  expect(await readWeights(npz, "w.npz", described)).toEqual({
    graph: { ...described.graph, preprocess: { scale: 1 / 16 } },
    parameters: new Map<string, FloatTensor>([
      ["W", weight],
      ["b", { data: Float64Array.of(1.5, -2), shape: [2] }],
    ]),
    preprocessSource: "caller",
  });
});

test("weights take the place of those that a network has", async () => {
  const file = writeNetwork(await readWeights(npz, "w.npz", await network()));
  const whole = await readNetwork(file, "whole.safetensors");
  const others = new Map([
    ["W", { data: Float32Array.of(9, 8, 7, 6, 5, 4), shape: [3, 2] }],
    ["b", { data: Float32Array.of(1, 0), shape: [2] }],
  ]);
  expect([...(whole.parameters?.keys() ?? [])].sort()).toEqual(["W", "b"]);
  const { parameters } = await readWeights(writeSafetensors(others), "others", whole);
  expect(parameters).toEqual(others);
});

test("those of another network are refused, by the name of their file", async () => {
  const others = writeSafetensors(new Map([["W", { data: Float32Array.of(1), shape: [1] }]]));
  const read = readWeights(others, "others.safetensors", await network());
  await expect(read).rejects.toThrow(CheckpointError);
  await expect(read).rejects.toThrow("others.safetensors: not the weights of n: W: ");
});
