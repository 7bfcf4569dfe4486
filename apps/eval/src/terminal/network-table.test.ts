import { explain, lowerSpec, zoo } from "@evalpool/models";
import { referenceBackend } from "@evalpool/tensor";
import { expect, test } from "vitest";
import { describeNetwork } from "./network-table.js";
import { plain, type Paint } from "./paint.js";

function describe(graph: Parameters<typeof describeNetwork>[0], columns = 80, paint = plain) {
  const run = { ...explain(graph, referenceBackend), backend: "reference" };
  return describeNetwork(graph, run, columns, paint);
}

const residual = lowerSpec({
  id: "residual",
  input: [3, 8, 8],
  layers: [
    { type: "scale", divisor: 255 },
    { type: "conv2d", name: "stem", filters: 8, kernel: 3, padding: 1, weight: "w0" },
    { type: "relu", name: "a" },
    { type: "conv2d", name: "c1", filters: 8, kernel: 3, padding: 1, weight: "w1" },
    { type: "batchNorm", name: "n1", scale: "s", bias: "b", mean: "m", variance: "v" },
    { type: "add", name: "sum", inputs: ["n1", "a"] },
    { type: "relu" },
    { type: "conv2d", filters: 8, kernel: 3, strides: 2, groups: 8, weight: "w2" },
    { type: "globalAveragePool2d" },
    { type: "flatten" },
    { type: "dense", units: 3, weight: "W", bias: "B" },
    { type: "logSoftmax" },
  ],
});

test("a row for each operation, with inputs where they are not the row before", () => {
  // Which algorithm runs a convolution is the backend's matter.
  const algorithms = / (winograd|depthwise|product)( |$)/;
  const lines = describe(residual, 120).map((line) =>
    line.replace(algorithms, " conv$2").replaceAll(/ {2,}/g, "  "),
  );
  // What the words of the table mean stands below all of it.
  const legend = lines.lastIndexOf("");
  expect(lines[legend + 1]).toMatch(/^inputs {2}whose results it takes/);
  expect(lines.slice(0, legend)).toEqual([
    "name  operation  inputs  gives  params  mults  kernel  memory",
    "x  input  3×8×8  table  1.0 KB",
    "layers.0  scale 255  3×8×8  folded",
    // 8 · 3 · 3 · 3 weights, each at 8 · 8 places
    "stem  conv2d 3×3, 8, pad 1  8×8×8  216  13,824  conv",
    "a  relu  8×8×8  fused  2.0 KB",
    "c1  conv2d 3×3, 8, pad 1  8×8×8  576  36,864  conv  2.0 KB",
    "n1  batchNorm  8×8×8  32  512  folded",
    "sum  add  n1, a  8×8×8  add",
    "layers.6  relu  8×8×8  fused  2.0 KB",
    "layers.7  conv2d 3×3, 8, stride 2, groups 8  8×3×3  72  648  conv  288 B",
    "layers.8  globalAveragePool2d  8×1×1  pool  32 B",
    "layers.9  flatten  8  free",
    "layers.10  dense 3  3  27  24  dense  16 B",
    "layers.11  logSoftmax  3  left out",
    "",
    "model  residual, 923 parameters",
    "work  51,872 multiplications an image",
    expect.stringMatching(/^memory {2}\d\.\d KB an image, for what is computed of it$/),
    "input  images of 3×8×8",
    "pixels  v/255",
    "output  3 classes",
    "backend  reference",
  ]);
});

test.each([120, 80, 60, 50, 40])(
  "fits %d columns, and says what there was no room for",
  (columns) => {
    const lines = describe(residual, columns);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
    expect(lines.join("\n").includes("wider than this terminal: ")).toBe(columns < 80);
  },
);

test("what no kernel of its own runs is marked as minor, and keeps its place", () => {
  const paint: Paint = (role, text) => `<${role}>${text}</${role}>`;
  const { graph } = zoo.get("mlp")!;
  const lines = describe(graph, 80, paint);
  expect(lines[0]).toMatch(/^<main>name /);
  expect(lines.find((line) => line.includes("softmax"))).toMatch(/^<minor>layers\.6 .*<\/minor>$/);
  expect(lines.map((line) => line.replaceAll(/<\/?[a-z]+>/g, ""))).toEqual(describe(graph));
});

test("a name from a file is shown, not obeyed, and of a long one both ends", () => {
  const layers = [{ type: "relu", name: `\u001b[31m${"n".repeat(100)}\nend` }] as const;
  const text = describe(lowerSpec({ id: "\u001b[31m", input: [2], layers })).join("\n");
  expect(text).not.toContain("\u001b");
  expect(text).toMatch(/^\\x1b\[31mn+…n+\\x0aend {2}relu/m);
});
