import { size } from "@evalpool/tensor";
import { expect, test } from "vitest";
import { equationsOf } from "./equations.js";
import { trace } from "./forward.js";
import { parametersOf } from "./infer-shapes.js";
import { lowerSpec } from "./lower-spec.js";
import type { Layer, ModelSpec } from "./spec.js";

/** What is written of a network whose weights are all 1, without the values. */
function lines(input: number[], layers: Layer[], output?: string): string[] {
  const spec: ModelSpec = { id: "net", input, layers, ...(output !== undefined && { output }) };
  const graph = lowerSpec(spec);
  const parameters = new Map(
    parametersOf(graph).map(({ name, shape }) => {
      return [name, { data: new Float64Array(size(shape)).fill(1), shape }];
    }),
  );
  const x = { data: new Float64Array(size(input)), shape: input };
  return equationsOf(graph, x, trace({ graph, parameters }, x)).map(({ symbol, expression }) =>
    expression === undefined ? symbol : `${symbol} = ${expression}`,
  );
}

test("the value of each is what the pass gave, before a final softmax its logits", () => {
  const layers: Layer[] = [{ type: "scale", divisor: 2 }, { type: "softmax" }];
  const graph = lowerSpec({ id: "net", input: [2], layers });
  const x = { data: Float64Array.of(4, 4), shape: [2] };
  const steps = trace({ graph, parameters: new Map() }, x);
  const values = equationsOf(graph, x, steps).map(({ value }) => Array.from(value.data));
  expect(values).toEqual([
    [4, 4],
    [2, 2],
    [2, 2],
    [0.5, 0.5],
  ]);
});

test("branches go by the names that they were given, others by a prime", () => {
  const layers: Layer[] = [
    { type: "dense", name: "stem", units: 2, weight: "W", bias: "b" },
    { type: "sigmoid", inputs: ["stem"] },
    { type: "tanh", inputs: ["stem"] },
    { type: "add", name: "sum", inputs: ["layers.1", "layers.2"] },
    { type: "concat", inputs: ["sum", "x"] },
    { type: "batchNorm", scale: "s", bias: "o", mean: "m", variance: "v" },
    { type: "relu", name: "Z1" },
  ];
  expect(lines([2], layers)).toEqual([
    "x",
    "stem = x·W + b",
    // Z1 is a name that was given.
    "Z1′ = sigmoid(stem)",
    "Z1′′ = tanh(stem)",
    "sum = add(Z1′, Z1′′)",
    "H1 = concat(sum, x)",
    "H1′ = batchNorm(H1, s, o, m, v)",
    "Z1 = relu(H1′)",
  ]);
});

test("the output is y, wherever it is", () => {
  const layers: Layer[] = [
    { type: "dense", units: 2, weight: "W" },
    { type: "relu" },
    { type: "tanh" },
  ];
  expect(lines([2], layers, "layers.1")).toEqual(["x", "A1 = x·W", "y = relu(A1)", "Z1 = tanh(y)"]);
});
