import { expect, test } from "vitest";
import { lowerSpec } from "./lower-spec.js";
import { operationOf, ops, type OpName } from "./ops/ops.js";
import { settingsOf } from "./settings.js";
import type { Layer } from "./spec.js";

function told(layer: Layer): string[] {
  const { nodes } = lowerSpec({ id: "x", input: [4, 8, 8], layers: [layer] });
  return settingsOf(nodes[0]!).map(({ name, value, isNeeded }) =>
    isNeeded ? value : `${name} ${value}`,
  );
}

test.each<[Layer, string[]]>([
  [{ type: "conv2d", filters: 16, kernel: 3, weight: "W" }, ["3×3", "16"]],
  [
    { type: "conv2d", filters: 8, kernel: [1, 3], strides: 2, padding: 1, groups: 4, weight: "W" },
    ["1×3", "8", "strides 2", "padding 1", "groups 4"],
  ],
  [{ type: "maxPool2d", kernel: 2 }, ["2×2"]],
  [{ type: "maxPool2d", kernel: 3, strides: [2, 1] }, ["3×3", "strides 2,1"]],
  [{ type: "averagePool2d", kernel: 2, countsPadding: true }, ["2×2", "countsPadding true"]],
  [{ type: "concat", inputs: ["x", "x"] }, []],
  [{ type: "concat", inputs: ["x", "x"], axis: 1 }, ["axis 1"]],
  [{ type: "batchNorm", scale: "s", bias: "b", mean: "m", variance: "v" }, []],
  [{ type: "leakyRelu", slope: 0.2 }, ["slope 0.2"]],
  [{ type: "hardSigmoid" }, []],
  [{ type: "clip", upper: 6 }, ["upper 6"]],
  [{ type: "dropout", ratio: 0.5, scaling: "inference" }, ["0.5", "scaling inference"]],
  [{ type: "reshape", shape: [16, -1] }, ["16×-1"]],
  [{ type: "transpose", permutation: [1, 2, 0] }, ["1,2,0"]],
  [{ type: "slice", start: 4, end: 8 }, ["8", "start 4"]],
  [{ type: "pad", padding: [0, 0, 1, 1] }, ["0,0,1,1"]],
])("%j: what has no default, and what is not as usual", (layer, settings) => {
  expect(told(layer)).toEqual(settings);
});

test("an operation names exactly those attributes that its schema requires", () => {
  for (const op of Object.keys(ops) as OpName[]) {
    const operation = operationOf(op);
    const { needs = [] } = operation;
    const result = operation.said().safeParse({});
    const missing = result.success ? [] : result.error.issues.map(({ path }) => path[0]);
    expect(missing.toSorted(), op).toEqual(needs.toSorted());
  }
});
