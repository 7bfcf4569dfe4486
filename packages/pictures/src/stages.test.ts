import { lowerSpec, zoo, type Layer } from "@evalpool/models";
import { expect, test } from "vitest";
import { followersOf } from "./labels.js";
import { isChain, stagesOf } from "./stages.js";

const conv = (name: string, from: string): Layer => {
  return { type: "conv2d", name, inputs: [from], filters: 2, kernel: 1, weight: `${name}.W` };
};
const norm = (name: string): Layer => {
  const [scale, bias, mean, variance] = ["s", "b", "m", "v"].map((role) => `${name}.${role}`);
  return { type: "batchNorm", name, scale: scale!, bias: bias!, mean: mean!, variance: variance! };
};

test("functions, batch norms and dropouts are part of the layer that they follow", () => {
  const stages = stagesOf(zoo.get("book-deep-convnet")!.graph);
  expect(stages.map((stage) => [stage.node.op, ...followersOf(stage)].join(" "))).toEqual([
    "scale",
    "conv2d relu",
    "conv2d relu",
    "maxPool2d",
    "conv2d relu",
    "conv2d relu",
    "maxPool2d",
    "conv2d relu",
    "conv2d relu",
    "maxPool2d",
    "flatten",
    "dense relu dropout 0.5, scaling inference",
    "dense dropout 0.5, scaling inference softmax",
  ]);
  expect(isChain(stages)).toBe(true);
});

test("but for those whose value somebody else takes too; who takes what is told by number", () => {
  const layers: Layer[] = [
    conv("a", "x"),
    norm("n"),
    { type: "relu", name: "r", inputs: ["n"] },
    { type: "sigmoid", name: "s", inputs: ["n"] },
    { type: "tanh", name: "t", inputs: ["s"] },
    { type: "add", name: "sum", inputs: ["t", "r"] },
    { type: "relu", name: "end" },
    { type: "multiply", inputs: ["end", "x"] },
  ];
  const stages = stagesOf(lowerSpec({ id: "x", input: [2, 4, 4], layers }));
  expect(stages.map((stage) => [stage.node.name, ...followersOf(stage), stage.from])).toEqual([
    ["a", "batchNorm", [-1]],
    ["r", [0]],
    ["s", "tanh", [0]],
    ["sum", "relu", [2, 1]],
    ["layers.7", [3, -1]],
  ]);
  expect(stages[0]!.parameters.map(({ name }) => name)).toEqual(["a.W", "n.s", "n.b", "n.m", "n.v"]); // prettier-ignore
  expect(isChain(stages)).toBe(false);
});

test("the output is a reader: what comes after it stands for itself", () => {
  const layers: Layer[] = [conv("a", "x"), { type: "relu", name: "r" }];
  const stages = stagesOf(lowerSpec({ id: "x", input: [2, 4, 4], layers, output: "a" }));
  expect(stages.map(({ node }) => node.name)).toEqual(["a", "r"]);
});
