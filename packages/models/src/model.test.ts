import { tensor } from "@evalpool/tensor";
import { CheckpointError } from "@evalpool/errors";
import { expect, test } from "vitest";
import { forward } from "./forward.js";
import { parameterCount } from "./infer-shapes.js";
import { lowerSpec } from "./lower-spec.js";
import { bind, checkpointLayout } from "./model.js";
import type { ModelSpec } from "./spec.js";
import { mlp } from "./zoo/mlp.js";

const spec: ModelSpec = {
  id: "small",
  input: [2],
  layers: [{ type: "dense", units: 3, weight: "W", bias: "b" }],
};
const W = tensor([
  [1, 2, 3],
  [4, 5, 6],
]);
const b = tensor([10, 20, 30]);

test("counts weights and biases", () => {
  expect(parameterCount(mlp)).toBe(784 * 50 + 50 + 50 * 100 + 100 + 100 * 10 + 10);
});

test("lists everything that does not fit, at once", () => {
  const wrong = new Map([
    ["W", tensor([[1, 2]])],
    ["c", tensor([0])],
  ]);
  expect(() => bind(lowerSpec(spec), wrong, "w.npz")).toThrow(
    "w.npz: not the weights of small: W: expected shape (2,3), got (1,2); missing b (3); extra c (1)" +
      "; where there is no bias, leave it out of the spec's layer",
  );
  expect(() => bind(lowerSpec(spec), wrong, "w.npz")).toThrow(CheckpointError);
});

test.each([NaN, Infinity, -Infinity, 1e300])(
  "refuses %d among the weights, and says where",
  (value) => {
    const bad = new Map([
      ["W", { ...W, data: W.data.with(4, value) }],
      ["b", b],
    ]);
    expect(() => bind(lowerSpec(spec), bad, "w.npz")).toThrow(
      `W: expected finite float32 values, got ${value} at index 4`,
    );
  },
);

test.each([5, 7])("refuses %i numbers of a shape of six", (count) => {
  const bad = new Map([
    ["W", { ...W, data: new Float64Array(count) }],
    ["b", b],
  ]);
  expect(() => bind(lowerSpec(spec), bad, "w.npz")).toThrow(
    `W: expected 6 values of shape (2,3), got ${count}`,
  );
});

test("a row is a bias, as NumPy code has it that adds it to rows", () => {
  const rows = new Map([
    ["W", W],
    ["b", tensor([[10, 20, 30]])],
  ]);
  const plain = new Map([...rows, ["b", b]]);
  expect(bind(lowerSpec(spec), rows, "w.npz")).toEqual(bind(lowerSpec(spec), plain, "w.npz"));
  for (const other of [tensor([[10, 20]]), tensor([[10], [20], [30]]), tensor([[[10, 20, 30]]])]) {
    const wrong = new Map([...rows, ["b", other]]);
    expect(() => bind(lowerSpec(spec), wrong, "w.npz")).toThrow("b: expected shape (3), got");
  }
});

// torch.nn.functional.linear(x, weight, bias) is x @ weight.T + bias
test("weights that a checkpoint holds as [out, in] are turned", () => {
  const layer = { type: "dense", units: 3, weight: "W", bias: "b", layout: "out,in" } as const;
  const transposed = tensor([
    [1, 4],
    [2, 5],
    [3, 6],
  ]);
  const turned = bind(
    lowerSpec({ ...spec, layers: [layer] }),
    new Map([
      ["W", transposed],
      ["b", b],
    ]),
    "w.npz",
  );
  expect(forward(turned, tensor([1, 10]))).toEqual(tensor([51, 72, 93]));
  // And back, as for writing them.
  expect(checkpointLayout(turned.graph, turned.parameters).get("W")).toEqual(transposed);
});
