import { bind, forward } from "@evalpool/models";
import { size } from "@evalpool/tensor";
import { describe, expect, test } from "vitest";
import { decodeModel } from "../decode-model.js";
import { lowerOnnx } from "../lower-onnx.js";
import { evaluate, opsOf } from "../testing/evaluate.js";
import { floats, int64s, onnxFile, type TestModel, type TestNode } from "../testing/onnx-model.js";
import { simplify } from "./simplify.js";

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

describe("what is left out or moved changes no value", () => {
  const tensors = [
    ...[floats("larger", [4, 3, 2], count(24)), floats("number", [], [4]), floats("four", [4], [1, 2, 3, 4])], // prettier-ignore
    ...[floats("one", [], [1]), floats("two", [2], [2, 3]), floats("plane", [4, 2], count(8))],
    ...[floats("deep", [3, 1, 1], [1, 2, 3]), floats("wide", [3, 3], count(9))],
    ...[floats("W", [24, 2], count(48)), floats("Wt", [2, 24], count(48)), floats("bias", [2], [1, 2])], // prettier-ignore
    ...[int64s("0", [0]), int64s("1", [1]), int64s("3", [3]), int64s("a", [-1, 6, 4]), int64s("b", [-1, 2, 12])], // prettier-ignore
    int64s("same", [-1, 2, 3, 4]),
  ];
  const turn = node("Transpose", ["x"], "t", { perm: [0, 2, 3, 1] });
  const back = node("Transpose", ["m"], "y", { perm: [0, 3, 1, 2] });
  const swap = (from: string, to: string) => node("Transpose", [from], to, { perm: [0, 2, 1] });

  test.each<[string, number[], TestNode[], string[]]>([
    ["a function of each value", [2, 3, 4], [turn, node("Elu", ["t"], "m"), back], ["elu"]],
    ["what does nothing", [2, 3, 4], [turn, node("Dropout", ["t"], "m"), back], []],
    ["a factor", [2, 3, 4], [turn, node("Mul", ["t", "one"], "m"), back], ["affine"]],
    ["a factor for each channel", [2, 3, 4], [turn, node("Mul", ["t", "two"], "m"), back], ["affine"]], // prettier-ignore
    ["an addend for all but one axis", [2, 3, 4], [turn, node("Add", ["t", "plane"], "m"), back], ["affine"]], // prettier-ignore
    ["an addend along the first axis", [2, 3, 4], [turn, node("Sub", ["t", "deep"], "m"), back], ["affine"]], // prettier-ignore
    ["a quotient", [2, 3, 4], [turn, node("Div", ["t", "number"], "m"), back], ["scale"]],
    ["what has the name that it would have", [2, 3, 4], [turn, node("Elu", ["t"], "m"), node("Transpose", ["m"], "u", { perm: [0, 3, 1, 2] }), node("Tanh", ["x"], "m.turned"), node("Add", ["u", "m.turned"], "y")], ["elu", "tanh", "add"]], // prettier-ignore
    ["an addend that makes it larger", [2, 1, 3], [turn, node("Add", ["t", "larger"], "m"), back], ["transpose", "affine", "transpose"]], // prettier-ignore
    ["values side by side, along the first axis", [2, 3, 4], [turn, node("Concat", ["t", "t"], "m", { axis: 1 }), back], ["concat"]], // prettier-ignore
    ["a factor between reshapes", [2, 3, 4], [node("Reshape", ["x", "a"], "r"), node("Mul", ["r", "one"], "m"), node("Reshape", ["m", "same"], "y")], ["affine"]], // prettier-ignore
    ["factors between reshapes", [2, 3, 4], [node("Reshape", ["x", "a"], "r"), node("Mul", ["r", "four"], "m"), node("Reshape", ["m", "same"], "y")], ["reshape", "affine", "reshape"]], // prettier-ignore
    ["a factor within both", [2, 3, 4], [node("Reshape", ["x", "a"], "r"), swap("r", "t"), node("Mul", ["t", "one"], "m"), swap("m", "u"), node("Reshape", ["u", "same"], "y")], ["affine"]], // prettier-ignore
    ["a sum", [2, 3, 4], [turn, node("Add", ["t", "t"], "m"), back], ["add"]],
    ["a product", [2, 3, 4], [turn, node("Elu", ["t"], "e"), node("Mul", ["t", "e"], "m"), back], ["elu", "multiply"]], // prettier-ignore
    ["values side by side", [2, 3, 4], [turn, node("Concat", ["t", "t"], "m", { axis: 3 }), back], ["concat"]], // prettier-ignore
    ["a part", [2, 3, 4], [turn, node("Slice", ["t", "1", "3", "1"], "m"), back], ["slice"]],
    ["a dense layer", [2, 3, 4], [turn, node("Flatten", ["t"], "f"), node("Gemm", ["f", "W", "bias"], "y")], ["flatten", "dense"]], // prettier-ignore
    ["one whose weights are turned", [2, 3, 4], [turn, node("Flatten", ["t"], "f"), node("Gemm", ["f", "Wt"], "y", { transB: 1 })], ["flatten", "dense"]], // prettier-ignore
    ["another transpose", [2, 3, 4], [turn, node("Transpose", ["t"], "y", { perm: [0, 2, 1, 3] })], ["transpose"]], // prettier-ignore
    ["the same transpose", [2, 3, 4], [turn, node("Transpose", ["t"], "y", { perm: [0, 2, 3, 1] })], ["transpose"]], // prettier-ignore
    ["an axis of length 1 among others", [2, 1, 3], [turn, node("Elu", ["t"], "y")], ["elu", "transpose"]], // prettier-ignore
    ["an axis of length 1", [1, 3, 4], [turn, node("Elu", ["t"], "y")], ["elu", "reshape"]],
    ["what works along an axis", [2, 3, 4], [turn, node("Softmax", ["t"], "m"), back], ["transpose", "softmax", "transpose"]], // prettier-ignore
    ["a sum with what is not turned", [3, 3], [swap("x", "t"), node("Add", ["t", "x"], "y")], ["transpose", "add"]], // prettier-ignore
    ["a sum that is turned the other way", [2, 2, 2], [turn, node("Transpose", ["x"], "u", { perm: [0, 3, 1, 2] }), node("Add", ["t", "u"], "y")], ["transpose", "transpose", "add"]], // prettier-ignore
    ["an addend that makes it wider", [1, 3], [node("Relu", ["x"], "r"), swap("r", "t"), node("Add", ["t", "wide"], "m"), swap("m", "y")], ["relu", "reshape", "affine", "transpose"]], // prettier-ignore
    ["two reshapes", [2, 3, 4], [node("Reshape", ["x", "a"], "r"), node("Elu", ["r"], "e"), node("Reshape", ["e", "b"], "y")], ["elu", "reshape"]], // prettier-ignore
    ["a reshape and back", [2, 3, 4], [node("Reshape", ["x", "a"], "r"), node("Elu", ["r"], "e"), node("Reshape", ["e", "same"], "y")], ["elu"]], // prettier-ignore
    ["a reshape before what works along an axis", [2, 3, 4], [node("Reshape", ["x", "a"], "r"), node("Softmax", ["r"], "s"), node("Reshape", ["s", "same"], "y")], ["reshape", "softmax", "reshape"]], // prettier-ignore
    ["axes that come and go", [2, 3], [node("Flatten", ["x"], "f"), node("Unsqueeze", ["f", "1"], "u"), node("Squeeze", ["u", "1"], "s"), node("Relu", ["s"], "y")], ["relu", "flatten"]], // prettier-ignore
  ])("%s", async (_, shape, nodes, ops) => {
    const model = { inputs: { x: ["N", ...shape] }, outputs: { y: ["N"] }, tensors, nodes };
    const lowered = lowerOnnx(await decodeModel(onnxFile(model), "net.onnx"));
    const output = lowered.outputs.get("y")?.value ?? "";
    const graph = { id: "net", preprocess: {}, input: lowered.input, nodes: lowered.nodes, output };
    const { parameters } = lowered;
    const network = simplify({ graph, parameters });
    expect(opsOf(network.graph)).toEqual(ops);
    // Two examples, of which the second is no multiple of the first.
    const data = Float64Array.from(count(2 * size(shape)), (value, i) => value - 3 + (i % 5) / 8);
    const x = { data, shape: [2, ...shape] };
    const plain = forward(bind(graph, parameters, "net"), x);
    const simple = forward(bind(network.graph, network.parameters, "net"), x);
    expect(simple.shape).toEqual(plain.shape);
    expect([...simple.data]).toEqual([...plain.data]);
  });
});

test("nodes and values that are made have names of what they are made of", async () => {
  const namesOf = async (nodes: TestNode[], tensors: TestModel["tensors"] = []) => {
    const model = { inputs: { x: ["N", 1, 2, 3] }, outputs: { y: ["N"] }, tensors, nodes };
    const { graph } = await evaluate(model, count(6));
    return graph.nodes.map((made) => [made.op, made.name, made.output]);
  };
  const turn = node("Transpose", ["x"], "t", { perm: [0, 3, 2, 1] });
  expect(await namesOf([turn, node("Elu", ["t"], "y")])).toEqual([
    ["elu", "y", "y.turned"],
    ["transpose", "y.transpose", "y"],
  ]);
  const to = int64s("to", [-1, 3, 1, 2]);
  expect(await namesOf([node("Reshape", ["x", "to"], "r"), node("Elu", ["r"], "y")], [to])).toEqual(
    [
      ["elu", "y", "y.reshaped"],
      ["reshape", "y.reshape", "y"],
    ],
  );
  const dense = [turn, node("Flatten", ["t"], "f"), node("Gemm", ["f", "W"], "y")];
  expect(await namesOf(dense, [floats("W", [6, 2], count(12))])).toEqual([
    ["flatten", "f", "f.turned"],
    ["dense", "y", "y"],
  ]);
});
