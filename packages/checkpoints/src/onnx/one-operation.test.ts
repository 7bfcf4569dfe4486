import { describe, expect, test } from "vitest";
import { evaluate, opsOf } from "./testing/evaluate.js";
import { floats, int64s, type TestNode } from "./testing/onnx-model.js";

describe("what is one operation of the graph becomes that one, and nothing beside", () => {
  const to = (op: string, inputs: string[], output: string, attributes: TestNode["attributes"] = {}): TestNode => ({ op, inputs, outputs: [output], attributes }); // prettier-ignore
  const abs = to("Abs", ["x"], "a");
  const tensors = [
    ...[floats("one", [], [1]), floats("two", [1], [2]), floats("zero", [], [0]), floats("c", [2], [1, 2])],
    ...[floats("ones", [2, 1, 1], [1, 1]), floats("root", [2, 2], [1, 2, 3, 4]), floats("C", [1, 2], [10, 20])],
    ...[int64s("edges", [0, 0, 1, 1, 0, 0, 1, 1]), int64s("none", [0, 0, 0, 0, 0, 0, 0, 0]), int64s("flatNone", [0, 0, 0, 0])],
    ...[int64s("start", [0]), int64s("end", [4]), int64s("width", [3]), int64s("half", [2]), int64s("next", [0, 1])],
    ...[int64s("once", [1, 1]), int64s("once1", [1])],
  ]; // prettier-ignore

  test.each<[string, number[], TestNode[], string[], number?]>([
    ["x · sigmoid(x)", [2], [to("Sigmoid", ["x"], "g"), to("Mul", ["x", "g"], "y")], ["silu"]],
    ["sigmoid(x) · x", [2], [to("Sigmoid", ["x"], "g"), to("Mul", ["g", "x"], "y")], ["silu"]],
    ["x / (|x| + 1)", [2], [abs, to("Add", ["a", "one"], "s"), to("Div", ["x", "s"], "y")], ["softsign"]],
    ["x / (1 + |x|)", [2], [abs, to("Add", ["one", "a"], "s"), to("Div", ["x", "s"], "y")], ["softsign"]],
    ["a quotient by a number", [2], [to("Div", ["x", "two"], "y")], ["scale"]],
    ["a power of 1", [2], [to("Pow", ["x", "one"], "p"), to("Relu", ["p"], "y")], ["relu"]],
    ["a power of 2", [2], [to("Pow", ["x", "two"], "y")], ["multiply"]],
    ["one slope", [2], [to("PRelu", ["x", "two"], "y")], ["leakyRelu"]],
    ["one slope of as many axes", [2], [to("PRelu", ["x", "twice"], "y")], ["leakyRelu"]],
    ["the paper's SELU", [2], [to("Selu", ["x"], "y")], ["selu"]],
    ["a Swish", [2], [to("Swish", ["x"], "y")], ["silu"], 24],
    ["no bound above 0", [2], [to("Clip", ["x", "zero"], "y")], ["relu"]],
    ["bounds of 0 and 1", [2], [to("Clip", ["x", "zero", "one"], "y")], ["clip"]],
    ["a frame", [1, 4, 4], [to("Pad", ["x", "edges"], "y")], ["pad"]],
    ["a frame of nothing", [4], [to("Relu", ["x"], "r"), to("Pad", ["r", "flatNone"], "y")], ["relu"]],
    ["a Gemm of a bias", [2], [to("Gemm", ["x", "root", "C"], "y")], ["dense"]],
    ["a Gemm of a value", [2], [to("Gemm", ["x", "root", "x"], "y")], ["dense", "add"]],
    ["every other row", [1, 4, 3], [to("Slice", ["x", "start", "end", "half", "half"], "y")], ["slice", "maxPool2d"]],
    ["neighbours", [3], [to("Gather", ["x", "next"], "y", { axis: 1 })], ["slice"]],
    ["a part that is all", [4], [to("Slice", ["x", "start", "end", "once1"], "t"), to("Relu", ["t"], "y")], ["relu"]],
    ["a largest and a number", [2], [to("Max", ["x", "two"], "y")], ["clip"]],
    ["a least and a number", [2], [to("Min", ["two", "x"], "y")], ["clip"]],
    ["means of maps", [2, 2, 2], [to("ReduceMean", ["x"], "y", { axes: [3, 2] })], ["globalAveragePool2d", "flatten"]],
    ["once", [2], [to("Tile", ["x", "once"], "t"), to("Relu", ["t"], "y")], ["relu"]],
    ["one of one", [2], [to("Sum", ["x"], "t"), to("Relu", ["t"], "y")], ["relu"]],
  ])("%s", async (_, shape, nodes, ops, opset = 13) => {
    const model = { opset, inputs: { x: ["N", ...shape] }, outputs: { y: ["N"] }, tensors: [...tensors, floats("twice", [1, 1], [2])], nodes };
    const { graph } = await evaluate(model, Array<number>(shape.reduce((a, b) => a * b)).fill(1));
    expect(opsOf(graph)).toEqual(ops);
  });

  test.each<[string, TestNode[], number[]?]>([
    ["x / (1 - |x|)", [abs, to("Sub", ["one", "a"], "s")]],
    ["x / (1 + |-x|)", [to("Neg", ["x"], "n"), to("Abs", ["n"], "a"), to("Add", ["a", "one"], "s")]],
    ["x / (1 + relu(x))", [to("Relu", ["x"], "a"), to("Add", ["a", "one"], "s")]],
    ["x / (1 + leaky(x))", [to("LeakyRelu", ["x"], "a"), to("Add", ["a", "one"], "s")]],
    ["x / (x + 1)", [to("Add", ["x", "one"], "s")]],
    ["x / (|x| + c)", [abs, to("Add", ["a", "c"], "s")]],
    ["x / (|x| + 1), of more rows", [abs, to("Add", ["a", "ones"], "s")], [1, 2]],
    ["x / relu(x)", [to("Relu", ["x"], "s")]],
    ["x / 2 x", [to("Mul", ["x", "two"], "s")]],
  ])("%s is no softsign", async (_, nodes, shape = [2]) => {
    const model = { inputs: { x: ["N", ...shape] }, outputs: { y: ["N"] }, tensors, nodes: [...nodes, to("Div", ["x", "s"], "y")] };
    await expect(evaluate(model, [])).rejects.toThrow("Div (node y): of two values");
  });
}); // prettier-ignore
