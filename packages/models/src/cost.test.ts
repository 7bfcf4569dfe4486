import { expect, test } from "vitest";
import { costOf } from "./cost.js";
import { lowerSpec } from "./lower-spec.js";
import { zoo } from "./zoo/zoo.js";

test("counts parameters and multiplications of each node, and of all", () => {
  const { nodes, weights, multiplications } = costOf(zoo.get("mlp")!.graph);
  expect(nodes.map((one) => [one.node.op, one.weights, one.multiplications])).toEqual([
    ["scale", 0, 0],
    ["dense", 784 * 50 + 50, 784 * 50],
    ["sigmoid", 0, 0],
    ["dense", 50 * 100 + 100, 50 * 100],
    ["sigmoid", 0, 0],
    ["dense", 100 * 10 + 10, 100 * 10],
    ["softmax", 0, 0],
  ]);
  expect([weights, multiplications]).toEqual([45_360, 45_200]);
});

test("a convolution multiplies once for each tap of each place of each filter", () => {
  const conv = { type: "conv2d", filters: 6, kernel: [3, 2], padding: 1, strides: 2 } as const;
  const layers = [
    { ...conv, weight: "W", bias: "b" },
    { ...conv, groups: 3, weight: "V" },
    { type: "batchNorm", scale: "s", bias: "o", mean: "m", variance: "v" } as const,
  ];
  const { nodes } = costOf(lowerSpec({ id: "conv", input: [2, 8, 7], layers }));
  // ⌊(8 + 2 - 3) / 2⌋ + 1 = 4 by ⌊(7 + 2 - 2) / 2⌋ + 1 = 4 places; then 2 by 3
  expect(nodes.map((one) => [one.output.join(), one.weights, one.multiplications])).toEqual([
    ["6,4,4", 6 * 2 * 3 * 2 + 6, 6 * 4 * 4 * 2 * 3 * 2],
    ["6,2,3", 6 * 2 * 3 * 2, 6 * 2 * 3 * 2 * 3 * 2],
    ["6,2,3", 4 * 6, 6 * 2 * 3],
  ]);
});
