import { SpecError } from "@evalpool/errors";
import { lowerSpec, operationOf, type Layer, type OpName, type Shape } from "@evalpool/models";
import { size } from "@evalpool/tensor";
import { expect, test } from "vitest";
import { checkLayer, expectClose, makeLayer, sine } from "../testing/check-layer.js";
import { gradients } from "./gradients.js";

const maps: Shape = [4, 5, 6];
const conv = { type: "conv2d", filters: 6, kernel: [3, 2], weight: "W", bias: "b" } as const;
const norm = { type: "batchNorm", scale: "s", bias: "b", mean: "m", variance: "v" } as const;
const plain = (...types: ("relu" | "sigmoid" | "tanh")[]): [string, Layer, Shape[]][] =>
  types.map((type) => [type, { type }, [maps]]);

const cases: readonly [string, Layer, Shape[]][] = [
  ["conv2d", conv, [maps]],
  ["conv2d with strides and padding", { ...conv, strides: [2, 1], padding: [1, 0, 2, 1] }, [maps]],
  ["conv2d with dilations", { ...conv, dilations: [2, 3], padding: 2 }, [maps]],
  ["conv2d in groups", { ...conv, groups: 2, padding: 1 }, [maps]],
  ["conv2d by depth", { ...conv, filters: 8, groups: 4 }, [maps]],
  ["conv2d without bias", { type: "conv2d", filters: 3, kernel: 1, weight: "W" }, [maps]],
  ["maxPool2d of pairs", { type: "maxPool2d", kernel: 2 }, [maps]],
  ["maxPool2d that overlaps", { type: "maxPool2d", kernel: 3, strides: 1, padding: 1 }, [maps]],
  ["maxPool2d past the edge", { type: "maxPool2d", kernel: 2, ceilMode: true }, [[2, 5, 5]]],
  ["maxPool2d with dilations", { type: "maxPool2d", kernel: 2, dilations: 2 }, [maps]],
  [
    "averagePool2d",
    { type: "averagePool2d", kernel: [2, 3], padding: 1, strides: 2, ceilMode: true },
    [maps],
  ],
  [
    "averagePool2d that counts padding",
    { type: "averagePool2d", kernel: [2, 3], padding: 1, countsPadding: true },
    [maps],
  ],
  ["globalAveragePool2d", { type: "globalAveragePool2d" }, [maps]],
  ["dense", { type: "dense", units: 5, weight: "W", bias: "b" }, [[7]]],
  ["dense without bias", { type: "dense", units: 5, weight: "W" }, [[7]]],
  ["batchNorm of maps", norm, [maps]],
  ["batchNorm of a row", { ...norm, epsilon: 0.1 }, [[7]]],
  ["batchNorm of channels in a line", norm, [[3, 4]]],
  ["reshape", { type: "reshape", shape: [6, -1, 2] }, [maps]],
  ["flatten", { type: "flatten" }, [maps]],
  ["transpose", { type: "transpose", permutation: [2, 0, 1] }, [maps]],
  ["add", { type: "add" }, [maps, maps]],
  ["add of a value for each channel", { type: "add" }, [[4, 1, 1], maps]],
  ["multiply", { type: "multiply" }, [maps, [5, 1]]],
  [
    "multiply, both repeated",
    { type: "multiply" },
    [
      [4, 1, 6],
      [4, 5, 1],
    ],
  ],
  ["concat", { type: "concat" }, [maps, [2, 5, 6]]],
  ["concat along the last axis", { type: "concat", axis: 2 }, [maps, [4, 5, 1], maps]],
  ["slice", { type: "slice", start: 1, end: 3 }, [maps]],
  ["slice of rows", { type: "slice", axis: 1, end: 2 }, [maps]],
  ["slice of a row", { type: "slice", start: 2, end: 7 }, [[7]]],
  ["pad", { type: "pad", padding: [1, 2, 0, 3], value: 0.5 }, [maps]],
  ["pad by the edge", { type: "pad", padding: [1, 2, 0, 3], mode: "edge" }, [maps]],
  ["pad by reflection", { type: "pad", padding: [1, 2, 4, 3], mode: "reflect" }, [maps]],
  ["affine of all values", { type: "affine", shape: [4, 5, 6], factor: "f", offset: "o" }, [maps]],
  ["affine of channels", { type: "affine", shape: [4, 1, 1], factor: "f" }, [maps]],
  ["affine of more values than it takes", { type: "affine", shape: [3, 7], offset: "o" }, [[7]]],
  ["affine of nothing", { type: "affine", shape: [1] }, [maps]],
  ["softmax", { type: "softmax" }, [maps]],
  ["softmax of channels", { type: "softmax", axis: 0 }, [maps]],
  ["logSoftmax", { type: "logSoftmax" }, [[6]]],
  ["logSoftmax of rows", { type: "logSoftmax", axis: 1 }, [maps]],
  ["prelu", { type: "prelu", slope: "p" }, [maps]],
  ["scale", { type: "scale", divisor: 255 }, [maps]],
  ["identity", { type: "identity" }, [maps]],
  ...plain("relu", "sigmoid", "tanh"),
  ["leakyRelu", { type: "leakyRelu", slope: 0.2 }, [maps]],
  ["elu", { type: "elu", alpha: 0.7 }, [maps]],
  ["selu", { type: "selu" }, [maps]],
  ["silu", { type: "silu" }, [maps]],
  ["softplus", { type: "softplus" }, [maps]],
  ["softsign", { type: "softsign" }, [maps]],
  ["hardSwish", { type: "hardSwish" }, [maps]],
  ["hardSigmoid", { type: "hardSigmoid", alpha: 0.3 }, [maps]],
  ["gelu", { type: "gelu" }, [maps]],
  ["gelu by tanh", { type: "gelu", approximate: "tanh" }, [maps]],
  ["clip", { type: "clip", lower: -0.3, upper: 0.6 }, [maps]],
  ["clip on one side", { type: "clip", upper: 0.6 }, [maps]],
];

/** A layer with parameters that are none of its kind's first ones, and inputs for two examples. */
function prepare(layer: Layer, shapes: readonly Shape[]) {
  const made = makeLayer(layer, shapes, 3);
  for (const [i, { name, values }] of made.parameters.entries()) {
    values.set(sine(values.length, 7 * i + 1).map((value) => (name === "v" ? value ** 2 : value)));
  }
  // To both sides of where functions bend.
  const inputs = shapes.map((shape, i) => sine(2 * size(shape), 3 + i).map((value) => 2.5 * value));
  return { made, inputs };
}

test.each(cases)("%s: the gradients are those of the outputs", (_, layer, shapes) => {
  const { made, inputs } = prepare(layer, shapes);
  checkLayer(made, inputs, sine(2 * size(made.outputShape), 11), 2);
});

test.each(cases)("%s: the outputs are those of the eager pass", (_, layer, shapes) => {
  const { made, inputs } = prepare(layer, shapes);
  const [node] = lowerSpec({ id: "test", input: shapes[0]!, layers: [layer] }).nodes;
  const named = new Map(made.parameters.map((parameter) => [parameter.name, parameter]));
  const expected = operationOf(node!.op).apply({
    inputs: inputs.map((data, i) => ({ data, shape: [2, ...shapes[i]!] })),
    batchAxes: 1,
    attributes: node!.attributes,
    parameters: Object.fromEntries(
      Object.entries(node!.parameters).map(([role, { name }]) => {
        const { values, shape } = named.get(name)!;
        return [role, { data: values, shape }];
      }),
    ),
  });
  expect(expected.shape.slice(1)).toEqual(made.outputShape);
  expectClose(made.forward(inputs, 2, "inference"), expected.data, 1e-14);
});

test("no operation that is trained is left out of these tests", () => {
  const tested = cases.map(([, layer]) => layer.type as OpName);
  const elsewhere: OpName[] = ["dropout", "step", "localResponseNorm"];
  expect(new Set([...tested, ...elsewhere])).toEqual(new Set(Object.keys(gradients)));
});

test.each<[string, Layer]>([
  ["step", { type: "step" }],
  ["localResponseNorm", { type: "localResponseNorm", size: 3 }],
])("%s cannot be trained through", (op, layer) => {
  const make = () => makeLayer(layer, [maps], 2);
  expect(make).toThrow(SpecError);
  expect(make).toThrow(`layers.0 (${op}): cannot be trained through`);
});
