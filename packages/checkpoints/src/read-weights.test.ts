import { CheckpointError, UsageError } from "@evalpool/errors";
import type { FloatTensor, Parameters } from "@evalpool/models";
import { expect, test } from "vitest";
import {
  readCheckpoint,
  readNetwork,
  readWeights,
  writeNetwork,
  writeSafetensors,
  type FileNetwork,
} from "./index.js";
import { gunzipped } from "./testing/gunzipped.js";
import { npz } from "./testing/numpy-files.js";
import { nested } from "./testing/torch-files.js";

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

test("what is left out of their file is told", async () => {
  const dense = { type: "dense", weight: "weight", bias: "bias", units: 2, layout: "out,in" };
  const spec = JSON.stringify({ id: "n", input: [3], layers: [dense] });
  const described = await readNetwork(new TextEncoder().encode(spec), "n.json");
  const { skipped } = await readWeights(nested, "w.pt", described);
  expect(skipped).toEqual(["epoch", "optimizer_state_dict", "loss", "args", "best", "name"]);
  expect(await readWeights(npz, "w.npz", await network())).not.toHaveProperty("skipped");
});

test("those of HDF5 are told by their bytes", async () => {
  const file = gunzipped(new URL("./hdf5/testing/links.h5.gz", import.meta.url));
  const { parameters, skipped } = await readCheckpoint(file, "w");
  expect([[...parameters.keys()], skipped]).toEqual([["a/w", "b/w"], []]);
});

test("what is none of it, from callers without types", async () => {
  const untyped = { readCheckpoint, readWeights } as Record<
    "readCheckpoint" | "readWeights",
    (...args: readonly unknown[]) => Promise<unknown>
  >;
  for (const name of ["readCheckpoint", "readWeights"] as const) {
    await expect(untyped[name]("w", "w")).rejects.toThrow(UsageError);
    await expect(untyped[name]("w", "w")).rejects.toThrow(
      `${name}: bytes: expected a Uint8Array, got "w"`,
    );
  }
  await expect(untyped.readWeights(npz, "w", 1)).rejects.toThrow(
    "readWeights: network: expected a network with a graph, got 1",
  );
  const write = () => writeSafetensors({} as Parameters);
  expect(write).toThrow(UsageError);
  expect(write).toThrow("writeSafetensors: expected a Map of tensors by name, got an object");
});
