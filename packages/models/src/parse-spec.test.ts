import { expect, test } from "vitest";
import { SpecError } from "@evalpool/errors";
import { classCount, parametersOf } from "./infer-shapes.js";
import { lowerSpec } from "./lower-spec.js";
import { parseSpec } from "./parse-spec.js";
import type { ModelSpec } from "./spec.js";
import { mlp } from "./zoo/mlp.js";

const dense = { type: "dense", units: 3, weight: "W1", bias: "b1" };

const spec: ModelSpec = {
  id: "mlp",
  input: [784],
  image: [1, 28, 28],
  layers: [
    { type: "scale", divisor: 255 },
    { type: "dense", units: 50, weight: "W1", bias: "b1" },
    { type: "activation", function: "softmax" },
  ],
};

test("a spec from JSON is the graph of a chain", () => {
  const graph = parseSpec(JSON.parse(JSON.stringify(spec)), "mlp.json");
  expect(graph).toEqual(lowerSpec(spec));
  expect(graph.preprocess).toEqual({ image: [1, 28, 28] });
  expect(graph.nodes.map(({ op, inputs, output }) => [op, ...inputs, output])).toEqual([
    ["scale", "x", "layers.0"],
    ["dense", "layers.0", "layers.1"],
    ["softmax", "layers.1", "layers.2"],
  ]);
  expect(graph.output).toBe("layers.2");
});

test("parameters by name and shape, in layer order", () => {
  expect(parametersOf(mlp).map(({ name, shape }) => ({ name, shape }))).toEqual([
    { name: "W1", shape: [784, 50] },
    { name: "b1", shape: [50] },
    { name: "W2", shape: [50, 100] },
    { name: "b2", shape: [100] },
    { name: "W3", shape: [100, 10] },
    { name: "b3", shape: [10] },
  ]);
  expect(classCount(mlp)).toBe(10);
});

test("flatten makes one axis of all; a checkpoint may hold weights as PyTorch does", () => {
  const layers = [{ type: "flatten" }, { ...dense, layout: "out,in" }];
  const graph = parseSpec({ id: "x", input: [1, 2, 4], layers }, "x.json");
  const [weight] = parametersOf(graph);
  expect(weight).toMatchObject({ name: "W1", shape: [8, 3], storedShape: [3, 8] });
});

test.each([
  ["no object", 7, ["x.json: expected an object, got 7"]],
  ["no layers", { id: "x", input: [2], layers: [] }, ["layers: "]],
  ["an unknown layer", { id: "x", input: [2], layers: [{ type: "conv9d" }] }, ["layers.0.type: "]],
  ["an unknown key", { id: "x", input: [2], layers: [dense], extra: 1 }, ["there is no extra"]],
  ["several mistakes, all told", { id: "", input: [0], layers: [dense] }, ["id: ", "input.0: "]],
  [
    "a wrong function",
    { id: "x", input: [2], layers: [{ type: "activation", function: "tan" }] },
    ["layers.0.function"],
  ],
  [
    "an input that is not flat",
    { id: "x", input: [1, 2], layers: [dense] },
    ["layers.0 (dense): expected a flat input, got shape (1,2); flatten it first"],
  ],
  [
    "a name for two parameters",
    { id: "x", input: [3], layers: [dense, dense] },
    ["parameter W1 is named twice"],
  ],
])("refuses %s", (_, value, messages) => {
  const parse = (): unknown => parseSpec(value, "x.json");
  expect(parse).toThrow(SpecError);
  for (const message of messages) expect(parse).toThrow(message);
});
