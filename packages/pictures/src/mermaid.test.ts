import { lowerSpec, zoo } from "@evalpool/models";
import { expect, test } from "vitest";
import { networkToMermaid } from "./mermaid.js";

test("writes neurons, biases, weights and functions of a small network", () => {
  const { graph, parameters } = zoo.get("three-layer")!;
  const lines = networkToMermaid(graph, parameters).split("\n");
  expect(lines[0]).toBe("flowchart LR");
  expect(lines).toContain('  subgraph layer1 ["layer 1<br>sigmoid"]');
  expect(lines).toContain('    n1_2(("z3<br>b 0.3"))');
  expect(lines).toContain('  n0_1 -->|"0.6"| n1_2');
});

test("writes the layers of a large one, whatever they are called", () => {
  const graph = lowerSpec({
    id: "x",
    input: [784],
    layers: [{ type: "dense", units: 50, weight: '"]<b>;\n%%#', bias: "b1" }],
  });
  expect(networkToMermaid(graph)).toBe(`flowchart TB
  n0["input<br>gives (784)"]
  n1["dense<br>units 50<br>#34;]#60;b#62;#59;#10;#37;#37;#35; (784,50)<br>b1 (50)<br>39,250 parameters<br>gives (50)"]
  n0 --> n1
`);
});

test("writes edges from each value to whoever takes it, twice where it is taken twice", () => {
  const graph = lowerSpec({
    id: "x",
    input: [2, 4, 4],
    layers: [
      { type: "conv2d", name: "stem", filters: 2, kernel: 3, padding: 1, weight: "W" },
      { type: "batchNorm", scale: "s", bias: "b", mean: "m", variance: "v" },
      { type: "relu", name: "a" },
      { type: "maxPool2d", name: "p", kernel: 3, strides: 1, padding: 1 },
      { type: "add", inputs: ["p", "a"] },
      { type: "concat", name: "twice", inputs: ["layers.4", "layers.4"] },
    ],
  });
  expect(networkToMermaid(graph)).toBe(`flowchart TB
  n0["input<br>gives 2#215;4#215;4"]
  n1["conv2d<br>stem<br>kernel 3#215;3<br>filters 2<br>padding 1<br>W (2,2,3,3)<br>s (2)<br>b (2)<br>m (2)<br>v (2)<br>44 parameters<br>batchNorm<br>relu<br>gives 2#215;4#215;4"]
  n0 --> n1
  n2["maxPool2d<br>p<br>kernel 3#215;3<br>strides 1<br>padding 1<br>gives 2#215;4#215;4"]
  n1 --> n2
  n3["add<br>gives 2#215;4#215;4"]
  n2 --> n3
  n1 --> n3
  n4["concat<br>twice<br>gives 4#215;4#215;4"]
  n3 --> n4
  n3 --> n4
`);
});
