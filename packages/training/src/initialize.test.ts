import { lowerSpec, zoo, type Graph } from "@evalpool/models";
import { createRandom } from "@evalpool/random";
import { expect, test } from "vitest";
import { initialize, type Initialization } from "./initialize.js";
import { createNetwork } from "./network.js";
import { largest } from "./testing/check-layer.js";

const mlp = zoo.get("mlp")!.graph;
const withRelu: Graph = {
  ...mlp,
  nodes: mlp.nodes.map((node) => (node.op === "sigmoid" ? { ...node, op: "relu" } : node)),
};

function mean(values: ArrayLike<number>, f: (value: number) => number): number {
  return Array.from(values, f).reduce((a, b) => a + b) / values.length;
}

function variances(graph: Graph, scheme?: Initialization): number[] {
  const network = createNetwork(graph, 1);
  initialize(network, graph, createRandom(5, 0), scheme);
  const weights = network.parameters.filter(({ fans }) => fans !== undefined);
  return weights.map(({ values }) => mean(values, (w) => w * w));
}

const xavier = [2 / (784 + 50), 2 / (50 + 100), 2 / (100 + 10)];
const he = [2 / 784, 2 / 50, 2 / 100];

test.each([
  ["Xavier before a sigmoid", mlp, undefined, xavier],
  [
    "He before a ReLU, Xavier before the softmax",
    withRelu,
    undefined,
    [he[0]!, he[1]!, xavier[2]!],
  ],
  ["He where asked", mlp, "he", he],
  ["Xavier where asked", withRelu, "xavier", xavier],
] as const)("%s", (_, graph, scheme, expected) => {
  for (const [i, variance] of variances(graph, scheme).entries()) {
    // 1,000 values or more: the standard error of the variance is below 3 %.
    expect(Math.abs(variance / expected[i]! - 1)).toBeLessThan(0.1);
  }
});

test("weights lie evenly around 0, biases are 0", () => {
  const network = createNetwork(mlp, 1);
  initialize(network, mlp, createRandom(5, 0));
  const [W1, b1] = network.parameters;
  const limit = Math.sqrt(6 / (784 + 50));
  expect(Math.abs(mean(W1!.values, (w) => w))).toBeLessThan(0.01 * limit);
  expect(largest(W1!.values)).toBeCloseTo(limit, 4);
  expect(b1!.values.every((b) => b === 0)).toBe(true);
});

test("what suits is told by the activation that reads a layer, by way of others", () => {
  const graph = lowerSpec({
    id: "normalised",
    input: [1, 8, 8],
    layers: [
      { type: "conv2d", filters: 64, kernel: 3, weight: "W1" },
      { type: "batchNorm", scale: "s", bias: "t", mean: "m", variance: "v" },
      { type: "relu" },
      { type: "flatten" },
      { type: "dense", units: 10, weight: "W2" },
    ],
  });
  const [conv, dense] = variances(graph);
  expect(Math.abs(conv! / (2 / 9) - 1)).toBeLessThan(0.15);
  expect(Math.abs(dense! / (2 / (2304 + 10)) - 1)).toBeLessThan(0.1);
  const network = createNetwork(graph, 1);
  initialize(network, graph, createRandom(5, 0));
  const scale = network.parameters.find(({ name }) => name === "s")!;
  expect([...new Set(scale.values)]).toEqual([1]);
});
