import { referenceBackend } from "@evalpool/tensor";
import fc from "fast-check";
import { expect, test } from "vitest";
import { lowerSpec } from "../lower-spec.js";
import { randomModels } from "../testing/random-models.js";
import { zoo } from "../zoo/zoo.js";
import { compile } from "./compile.js";
import { executionsOf, explain, type Execution } from "./explain.js";

/** What becomes of a node, in a line. */
function line({ as, into, kernels, bytes }: Execution): string {
  const how = [...(as ? [as] : []), ...(into === undefined ? [] : [into]), ...kernels].join(" ");
  return bytes > 0 ? `${how}, ${bytes}` : how;
}

test("tells the kernel of each node, or what it is part of, and what its value takes", () => {
  const { executions, bytes } = explain(zoo.get("book-deep-convnet")!.graph, referenceBackend);
  const lines = zoo
    .get("book-deep-convnet")!
    .graph.nodes.map(({ op, output }) => `${output} ${op}: ${line(executions.get(output)!)}`);
  // Which algorithm is the backend's matter.
  const told = lines.map((text) => text.replace("layers.", "").replace("winograd", "product"));
  expect(told).toEqual([
    "0 scale: folded x",
    "1 conv2d: bytes",
    // [28, 28, 16] floats
    "2 relu: fused layers.1, 50176",
    "3 conv2d: product",
    "4 relu: fused layers.3",
    // [14, 14, 16]
    "5 maxPool2d: fused layers.3, 12544",
    "6 conv2d: product",
    "7 relu: fused layers.6, 25088",
    "8 conv2d: product",
    "9 relu: fused layers.8",
    "10 maxPool2d: fused layers.8, 8192",
    "11 conv2d: product",
    "12 relu: fused layers.11, 16384",
    "13 conv2d: product",
    "14 relu: fused layers.13",
    "15 maxPool2d: fused layers.13, 4096",
    "16 flatten: free",
    "17 dense: dense",
    "18 relu: in place layers.17, 208",
    "19 dropout: folded layers.20",
    "20 dense: dense, 48",
    "21 dropout: folded layers.20",
    "22 softmax: left out",
  ]);
  expect(bytes).toBe(50176 + 12544);
});

test("what branches, is put into another order, or leads nowhere is told as such", () => {
  const graph = lowerSpec({
    id: "odd",
    input: [2, 4, 4],
    layers: [
      { type: "conv2d", name: "a", filters: 4, kernel: 1, weight: "W" },
      { type: "batchNorm", name: "n", scale: "s", bias: "b", mean: "m", variance: "v" },
      { type: "sigmoid", name: "s", inputs: ["n"] },
      { type: "add", name: "sum", inputs: ["n", "s"] },
      { type: "relu", name: "r" },
      { type: "tanh", name: "unused" },
      { type: "softmax", name: "rows", inputs: ["r"], axis: 0 },
      { type: "flatten", name: "flat" },
    ],
  });
  const { executions } = explain(graph, referenceBackend);
  expect(Object.fromEntries([...executions].map(([node, one]) => [node, line(one)]))).toEqual({
    // Pixels as floats, with channels last.
    x: "table, 256",
    // Whose value is then that of the batch norm.
    a: "product, 256",
    n: "folded a",
    // The convolution's value is still to be read: a copy of it.
    s: "move sigmoid, 256",
    sum: "add",
    r: "fused sum move, 512",
    unused: "left out",
    rows: "move softmax move, 512",
    flat: "free",
  });
});

test("maps are written where they are concatenated, unless somebody else reads them too", () => {
  const conv = (name: string, filters: number, input: string) =>
    ({ type: "conv2d", name, filters, kernel: 1, weight: name, inputs: [input] }) as const;
  const lines = (parts: [string, string]): string[] => {
    const graph = lowerSpec({
      id: "parts",
      input: [3, 4, 4],
      layers: [
        conv("s", 4, "x"),
        conv("a", 8, "s"),
        { type: "maxPool2d", name: "b", kernel: 1, inputs: ["s"] },
        { type: "concat", name: "c", inputs: parts },
        conv("d", 1, "c"),
        { type: "flatten" },
      ],
    });
    const { executions } = explain(graph, referenceBackend);
    return ["s", "a", "b", "c"].map((node) => line(executions.get(node)!));
  };
  // 16 pixels of 4, 8 and 4 floats; the concatenated ones are these themselves.
  expect(lines(["a", "b"])).toEqual(["product, 256", "product, 512", "pool, 256", "free"]);
  const [, , , moved] = lines(["a", "s"]);
  expect(moved).toBe("move, 768");
});

test("a step, or a fate, for every node of any graph", () => {
  fc.assert(
    fc.property(randomModels, ({ model }) => {
      const program = compile(model, referenceBackend, 1);
      const executions = executionsOf(program);
      for (const { output } of model.graph.nodes) expect([...executions.keys()]).toContain(output);
      const told = [...executions.values()].reduce((sum, { bytes }) => sum + bytes, 0);
      expect(told).toBe(program.slots.reduce((sum, { stride }) => sum + 4 * stride, 0));
    }),
  );
});
