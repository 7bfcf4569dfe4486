import { expect, test } from "vitest";
import { passOf, tinyLayers, tinyModel } from "./testing/tiny-pass.js";
import { valuesFile } from "./values-file.js";

const model = tinyModel(tinyLayers);
const pass = passOf(model, new Uint8Array(32).fill(3));

test("holds the input, each node's values by name, and what the kernels gave", () => {
  const outputs = model.graph.nodes.map(({ output }) => output);
  const file = valuesFile(pass, outputs);
  expect([...file].map(([name, { shape }]) => [name, shape])).toEqual([
    ["input", [2, 4, 4]],
    ["layers.0", [3, 2, 2]],
    ["layers.1", [3, 2, 2]],
    ["layers.2", [12]],
    ["layers.3", [2]],
    ["layers.4", [2]],
    ["logits", [2]],
    ["probabilities", [2]],
  ]);
  expect(file.get("logits")!.data).toEqual(pass.logits);
  expect(file.get("layers.3")!.data).toEqual(pass.values[3]!.data);
});

test("a node's values do not take the place of the logits", () => {
  const file = valuesFile(pass, ["a", "b", "input", "logits", "probabilities"]);
  expect(file.get("logits")!.data).toBe(pass.logits);
  expect(file.get("logits.value")!.data).toEqual(pass.values[3]!.data);
  expect(file.size).toBe(8);
});
