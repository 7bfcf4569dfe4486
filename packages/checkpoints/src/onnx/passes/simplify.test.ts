import { describe, expect, test } from "vitest";
import { evaluate, opsOf } from "../testing/evaluate.js";
import { floats, int64s, type TestModel, type TestNode } from "../testing/onnx-model.js";

const node = (
  op: string,
  inputs: readonly string[],
  output: string,
  attributes: TestNode["attributes"] = {},
): TestNode => ({ op, inputs, outputs: [output], attributes });

const count = (length: number): number[] => Array.from({ length }, (_, i) => i % 7);

describe("transposes", () => {
  // As tf2onnx and keras2onnx wrap a convolution of [N, H, W, C].
  const network: TestModel = {
    inputs: { x: ["N", 5, 4, 3] },
    outputs: { y: ["N", 2] },
    tensors: [
      floats("scale", [1], [0.5]),
      floats("W", [2, 3, 2, 2], count(24)),
      floats("bias", [2], [1, 2]),
      floats("W2", [24, 2], count(48)),
      int64s("flat", [-1, 24]),
    ],
    nodes: [
      node("Mul", ["x", "scale"], "s"),
      node("Transpose", ["s"], "nchw", { perm: [0, 3, 1, 2] }),
      node("Conv", ["nchw", "W"], "c"),
      node("Transpose", ["c"], "nhwc", { perm: [0, 2, 3, 1] }),
      node("Add", ["nhwc", "bias"], "b"),
      node("Relu", ["b"], "r"),
      node("Reshape", ["r", "flat"], "f"),
      node("MatMul", ["f", "W2"], "y"),
    ],
  };

  test("around a convolution are none, and the dense layer's weights are turned instead", async () => {
    const { graph, values } = await evaluate(network, count(60));
    expect(opsOf(graph)).toEqual(["affine", "conv2d", "affine", "relu", "flatten", "dense"]);
    expect(graph.input.shape).toEqual([3, 5, 4]);
    // x = numpy.arange(60).reshape(3, 5, 4) % 7 * 0.5, correlated with W, + [1, 2], channels last
    expect(values).toEqual([3600.5, 3684.0]);
  });

  test("meet behind what two branches have in common", async () => {
    const model: TestModel = {
      inputs: { x: ["N", 2, 3] },
      outputs: { y: ["N", 6] },
      nodes: [
        node("Transpose", ["x"], "t", { perm: [0, 2, 1] }),
        node("Relu", ["t"], "r"),
        node("Tanh", ["t"], "h"),
        node("Add", ["r", "h"], "a"),
        node("Transpose", ["a"], "b", { perm: [0, 2, 1] }),
        node("Flatten", ["b"], "y"),
      ],
    };
    const { graph, values } = await evaluate(model, [1, -2, 3, 0, 5, -6]);
    expect(opsOf(graph).filter((op) => op === "transpose")).toEqual([]);
    expect(values).toEqual([1, -2, 3, 0, 5, -6].map((v) => Math.max(0, v) + Math.tanh(v)));
  });

  test("stay where they do something", async () => {
    const model: TestModel = {
      inputs: { x: ["N", 2, 3] },
      outputs: { y: ["N", 6] },
      nodes: [node("Transpose", ["x"], "t", { perm: [0, 2, 1] }), node("Flatten", ["t"], "y")],
    };
    const { graph, values } = await evaluate(model, [1, 2, 3, 4, 5, 6]);
    expect(opsOf(graph)).toContain("transpose");
    expect(values).toEqual([1, 4, 2, 5, 3, 6]);
  });
});

describe("reshapes", () => {
  test("become one, and none at the end where a value is flat already", async () => {
    const model: TestModel = {
      opset: 9,
      outputs: { y: ["N", 4, 1, 1] },
      tensors: [int64s("a", [-1, 2, 2]), int64s("b", [-1, 4, 1, 1])],
      nodes: [
        node("Reshape", ["x", "a"], "r"),
        node("Reshape", ["r", "b"], "s"),
        node("Softmax", ["s"], "y"),
      ],
    };
    const { graph } = await evaluate(model, [1, 2, 3, 4]);
    expect(opsOf(graph)).toEqual(["softmax"]);
  });
});
