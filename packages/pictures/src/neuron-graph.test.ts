import { lowerSpec, zoo, type ModelSpec } from "@evalpool/models";
import { expect, test } from "vitest";
import { drawNetwork } from "./draw-network.js";
import { networkToMermaid } from "./mermaid.js";
import { neuronGraph } from "./neuron-graph.js";

const { graph: threeLayer, parameters } = zoo.get("three-layer")!;

test("has a neuron with its bias and an edge with its weight for each of a small network", () => {
  const graph = neuronGraph(threeLayer, parameters)!;
  expect(graph.columns.map(({ neurons }) => neurons.map(({ name }) => name))).toEqual([
    ["x1", "x2"],
    ["z1", "z2", "z3"],
    ["z1", "z2"],
    ["y1", "y2"],
  ]);
  expect(graph.columns[1]!.neurons.map(({ bias }) => bias)).toEqual([0.1, 0.2, 0.3]);
  expect(graph.columns.map(({ notes }) => notes)).toEqual([
    [],
    ["sigmoid"],
    ["sigmoid"],
    ["identity"],
  ]);
  expect(graph.edges).toHaveLength(2 * 3 + 3 * 2 + 2 * 2);
  // W1[1, 2] of the worked example, from x2 to the third neuron
  expect(graph.edges).toContainEqual({ name: "W1[1,2]", column: 1, from: 1, to: 2, weight: 0.6 });
});

test("does without numbers where weights are not known", () => {
  const { columns, edges } = neuronGraph(threeLayer)!;
  expect(columns[1]!.neurons[0]).toEqual({ name: "z1" });
  expect(edges[0]).toEqual({ name: "W1[0,0]", column: 1, from: 0, to: 0 });
});

test("names weights by their place in the checkpoint", () => {
  const dense = { type: "dense", units: 3, weight: "W", bias: "b", layout: "out,in" } as const;
  const { edges } = neuronGraph(lowerSpec({ id: "turned", input: [2], layers: [dense] }))!;
  expect(edges).toContainEqual({ name: "W[2,1]", column: 1, from: 1, to: 2 });
});

test("notes layers that change values but not their number", () => {
  const scaled: ModelSpec = {
    id: "scaled",
    input: [2],
    layers: [
      { type: "scale", divisor: 255 },
      { type: "dense", units: 3, weight: "W", bias: "b" },
    ],
  };
  expect(neuronGraph(lowerSpec(scaled))!.columns[0]!.notes).toEqual(["divisor 255"]);
});

test("leaves large networks to another picture, in either direction", () => {
  expect(neuronGraph(zoo.get("mlp")!.graph)).toBeUndefined();
  const dense = { type: "dense", units: 2, bias: "b" } as const;
  const deep = Array.from({ length: 9 }, (_, i) => ({ ...dense, weight: `W${i}`, bias: `b${i}` }));
  expect(neuronGraph(lowerSpec({ id: "deep", input: [2], layers: deep }))).toBeUndefined();
  // 784 × 300,000 edges would take 4 GB.
  const wider: ModelSpec = {
    id: "wider",
    input: [2],
    layers: [{ ...dense, units: 300_000_000, weight: "W" }],
  };
  expect(() => neuronGraph(lowerSpec(wider))).toThrow("at most");
  const widest = { ...wider, layers: [{ ...dense, units: 50_000_000, weight: "W" }] };
  expect(neuronGraph(lowerSpec(widest))).toBeUndefined();
  const wide: ModelSpec = { id: "wide", input: [11], layers: [{ ...dense, weight: "W" }] };
  expect(neuronGraph(lowerSpec(wide))).toBeUndefined();
});

test("outputs have the classes' names where the network has them", () => {
  const { columns } = neuronGraph({ ...threeLayer, classNames: ["cat", "dog"] }, parameters)!;
  expect(columns.at(-1)!.neurons.map(({ name, className }) => [name, className])).toEqual([
    ["y1", "cat"],
    ["y2", "dog"],
  ]);
  expect(columns[1]!.neurons[0]).not.toHaveProperty("className");
});

test("which are in both pictures of it", () => {
  const named = { ...threeLayer, classNames: ["cat", "<dog>"] };
  // The bias is that of the worked example: b3 = [0.1, 0.2].
  expect(networkToMermaid(named, parameters)).toContain('(("y1<br>cat<br>b 0.1"))');
  const svg = drawNetwork(named, parameters);
  expect(svg).toContain(">cat</text>");
  expect(svg).toContain("layer 3, y2, &lt;dog&gt;, b 0.2");
});
