import { lowerSpec, type Graph, type Node } from "@evalpool/models";
import { expect, test } from "vitest";
import { toSpec } from "./to-spec.js";

test("a layer says what it takes, and how its weights lie", () => {
  const image = [2, 3, 3] as const;
  const spec = {
    id: "n",
    input: [18],
    image,
    layers: [
      { type: "reshape", name: "maps", inputs: ["x"], shape: [...image] },
      { type: "conv2d", name: "a", inputs: ["maps"], filters: 2, kernel: 3, weight: "w", bias: "b", layout: "HWIO" }, // prettier-ignore
      { type: "flatten", name: "flat", inputs: ["a"] },
      { type: "dense", name: "y", inputs: ["flat"], units: 2, weight: "v" },
      { type: "batchNorm", name: "z", inputs: ["y"], scale: "s", bias: "t", mean: "m", variance: "u" }, // prettier-ignore
    ],
    output: "z",
  } as const;
  expect(toSpec(lowerSpec(spec))).toEqual({
    ...spec,
    layers: [
      spec.layers[0],
      {
        ...spec.layers[1],
        ...{ groups: 1, kernel: [3, 3], strides: [1, 1], dilations: [1, 1] },
        padding: [0, 0, 0, 0],
        // As a model holds them, whatever the file had.
        layout: "OIHW",
      },
      spec.layers[2],
      { ...spec.layers[3], layout: "in,out" },
      { ...spec.layers[4], epsilon: 1e-5 },
    ],
  });
});

test("a layer is called as its node, or its value, or by its place, so that no two are the same", () => {
  const [relu] = lowerSpec({ id: "n", input: [2], layers: [{ type: "relu" }] }).nodes;
  const named: readonly [name: string, output: string][] = [
    ["b.4", "i"],
    ["x", "b"],
    ["b", "x"],
    ["", ""],
    ["b", "b.4"],
  ];
  const nodes = named.map(([name, output], i): Node => {
    return { ...relu!, name, output, inputs: [i === 0 ? "given" : named[i - 1]![1]] };
  });
  const graph: Graph = { id: "n", preprocess: {}, input: { value: "given", shape: [2] }, nodes, output: "b.4" }; // prettier-ignore
  const { layers, output } = toSpec(graph);
  expect(layers.map(({ name, inputs }) => [name, ...inputs!])).toEqual([
    ["b.4", "x"],
    ["b", "b.4"],
    ["b.2", "b"],
    [".3", "b.2"],
    ["layers.4.", ".3"],
  ]);
  expect(output).toBe("layers.4.");
});
