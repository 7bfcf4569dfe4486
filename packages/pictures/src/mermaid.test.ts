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
  expect(networkToMermaid(graph)).toBe(`flowchart LR
  n0["input<br>gives (784)"]
  n1["dense<br>units 50<br>#34;]#60;b#62;#59;#10;#37;#37;#35; (784,50)<br>b1 (50)<br>39,250 parameters<br>gives (50)"]
  n0 --> n1
`);
});
