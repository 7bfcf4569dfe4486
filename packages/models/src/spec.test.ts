import { expect, test } from "vitest";
import { SpecError } from "@evalpool/errors";
import { outputWidth, parameterShapes, parseSpec } from "./spec.js";
import { mlp } from "./zoo/mlp.js";

const dense = { type: "dense", units: 3, weight: "W1", bias: "b1" };

test("a spec from JSON is what it was", () => {
  expect(parseSpec(JSON.parse(JSON.stringify(mlp)), "mlp.json")).toEqual(mlp);
});

test("parameters by name and shape, in layer order", () => {
  expect(parameterShapes(mlp)).toEqual([
    { name: "W1", shape: [784, 50] },
    { name: "b1", shape: [50] },
    { name: "W2", shape: [50, 100] },
    { name: "b2", shape: [100] },
    { name: "W3", shape: [100, 10] },
    { name: "b3", shape: [10] },
  ]);
  expect(outputWidth(mlp)).toBe(10);
});

test("flatten makes one axis of all; a checkpoint may hold weights as PyTorch does", () => {
  const layers = [{ type: "flatten" }, { ...dense, layout: "out,in" }];
  const spec = parseSpec({ id: "x", input: [1, 2, 4], layers }, "x.json");
  expect(parameterShapes(spec)[0]).toEqual({ name: "W1", shape: [3, 8] });
});

test.each([
  ["no object", 7, ["expected object"]],
  ["no layers", { id: "x", input: [2], layers: [] }, ["layers: "]],
  ["an unknown layer", { id: "x", input: [2], layers: [{ type: "conv9d" }] }, ["layers.0.type: "]],
  ["an unknown key", { id: "x", input: [2], layers: [dense], extra: 1 }, ['"extra"']],
  ["several mistakes, all told", { id: "", input: [0], layers: [dense] }, ["id: ", "input.0: "]],
  [
    "a wrong function",
    { id: "x", input: [2], layers: [{ type: "activation", function: "tan" }] },
    ["layers.0.function"],
  ],
  [
    "an input that is not flat",
    { id: "x", input: [1, 2], layers: [dense] },
    ["layers.0 (dense): expected a flat input, got shape (1,2)"],
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
