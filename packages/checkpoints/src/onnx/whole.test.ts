import { describe, expect, test } from "vitest";
import { decodeModel } from "./decode-model.js";
import { lowerOnnx } from "./lower-onnx.js";
import { evaluate } from "./testing/evaluate.js";
import { floats, int64s, onnxFile, type TestModel, type TestNode } from "./testing/onnx-model.js";

type Attributes = Required<TestNode>["attributes"];

const count = (length: number): number[] => Array.from({ length }, (_, i) => (i % 5) - 1.5);

const tensors = [
  ...["s", "b", "m", "v"].map((name, i) => floats(name, [2], [i + 1, i + 2])),
  floats("one", [], [1]),
  floats("row", [2], [10, 20]),
  floats("column", [2, 1], [2, 4]),
  floats("own", [1, 2, 2], [1, 2, 3, 4]),
  ...[floats("square", [2, 2], [1, 2, 3, 4]), floats("wide", [1, 2], [10, 20])],
  ...[floats("W", [2, 3], count(6)), floats("W1", [1, 2, 3], count(6))],
  floats("four", [4], [1, 2, 3, 4]),
  floats("filters", [3, 2, 2, 2], count(24)),
  floats("filters1", [3, 2, 2], count(12)),
  int64s("rest", [0, -1]),
  int64s("two", [2]),
  int64s("first", [1]),
  int64s("last", [-1]),
  int64s("zero", [0]),
  int64s("ends", [1, 0]),
  ...[int64s("twice", [1, 2, 1]), int64s("thrice", [1, 3, 2]), int64s("pairs", [3, 2])],
  int64s("pads", [0, 1, 0, 0, 0, 2]),
];

function ofOne(opset: number, shape: readonly number[], nodes: readonly TestNode[]): TestModel {
  return { opset, inputs: { x: [1, ...shape] }, outputs: { y: [] }, tensors, nodes };
}

const isLifted = async (model: TestModel): Promise<boolean> =>
  lowerOnnx(await decodeModel(onnxFile(model), "net.onnx")).isLifted;

// A batch that is moved, and moved back, is none that could be left out.
const moved = ([length, ...more]: readonly number[]): TestNode[] => {
  const perm = [1, 0, ...more.map((_, i) => i + 2)];
  const turn = (from: string, to: string): TestNode => {
    return { op: "Transpose", inputs: [from], outputs: [to], attributes: { perm } };
  };
  expect(length).toBeGreaterThan(0);
  return [turn("x", "turned"), turn("turned", "back")];
};

describe("a graph of a file's whole input gives what one of examples does", () => {
  test.each<[op: string, shape: number[], more: string[], attributes?: Attributes, opset?: number]>(
    [
      ["BatchNormalization", [2, 3, 4], ["s", "b", "m", "v"]],
      ["BatchNormalization", [2], ["s", "b", "m", "v"], { epsilon: { f: 0.5 } }],
      ["LRN", [3, 2, 2], [], { size: 1, alpha: { f: 3 } }],
      ["LRN", [3, 2, 2], [], { size: 3, alpha: { f: 3 } }],
      ["Conv", [2, 3, 3], ["filters"], { pads: [1, 0, 0, 1] }],
      ["Conv", [2, 4], ["filters1"], { strides: [2] }],
      ["MaxPool", [1, 3, 3], [], { kernel_shape: [2, 2] }],
      ["MaxPool", [2, 4], [], { kernel_shape: [2] }],
      ["AveragePool", [2, 2, 2], [], { kernel_shape: [2, 1] }],
      ["GlobalAveragePool", [2, 2, 2], []],
      ["GlobalMaxPool", [2, 3], []],
      ["Gemm", [2], ["W"], {}],
      ["Gemm", [3], ["W"], { transB: 1 }],
      ["Gemm", [2], ["column", "one"], { beta: { f: 2 }, alpha: { f: 2 } }],
      ["MatMul", [2, 2], ["W"]],
      ["MatMul", [2], ["W"]],
      ["MatMul", [3, 2], ["row"]],
      ["MatMul", [3, 2], ["W1"]],
      ["Gemm", [2], ["square", "x"]],
      ["Gemm", [2], ["square", "wide"], { beta: { f: 0.5 } }],
      ["PRelu", [2, 2], ["column"]],
      ["PRelu", [2, 2], ["row"]],
      ["PRelu", [2, 2], ["row"], {}, 6],
      ["PRelu", [2, 2], ["own"]],
      ["PRelu", [2, 2], ["one"]],
      ["Add", [2, 2], ["own"]],
      ["Mul", [2, 2], ["column"]],
      ["Sub", [2], ["row"]],
      ["Div", [2, 2], ["row"]],
      ["Add", [2, 2], ["x"]],
      ["Concat", [2, 2], ["own"], { axis: 1 }],
      ["Concat", [2, 2], ["x"], { axis: -1 }],
      ["Flatten", [2, 3], []],
      ["Reshape", [2, 3], ["rest"]],
      ["Squeeze", [2, 1, 2], ["two"]],
      ["Unsqueeze", [2, 2], ["last"]],
      ["Unsqueeze", [2, 2], ["first"]],
      ["Transpose", [2, 3], [], { perm: [0, 2, 1] }],
      ["Tile", [2, 3], ["twice"]],
      ["Expand", [1, 3], ["twice"]],
      ["Expand", [3, 1], ["thrice"]],
      ["Expand", [1, 2], ["pairs"]],
      ["Slice", [3, 2], ["first", "two", "first"]],
      ["Slice", [2, 3], ["last", "zero", "two", "last"]],
      ["Gather", [2, 2], ["ends"], { axis: 1 }],
      ["Gather", [2, 3], ["two"], { axis: -1 }],
      ["Softmax", [2, 2], [], { axis: 1 }],
      ["Softmax", [2, 2], []],
      ["Softmax", [2, 2], [], { axis: 1 }, 11],
      ["LogSoftmax", [2, 2], [], { axis: 2 }, 11],
      ["ReduceMean", [2, 3], [], { axes: [1] }],
      ["ReduceMax", [2, 3, 2], [], { axes: [1, 3], keepdims: 0 }],
      ["ReduceSum", [2, 3], ["last"]],
      ["Pad", [2, 2], ["pads", "one"]],
    ],
  )("%s of %j by %j, %j", async (op, shape, more, attributes = {}, opset = 13) => {
    const node = (from: string): TestNode => {
      const inputs = [from, ...more.map((name) => (name === "x" ? from : name))];
      return { op, inputs, outputs: ["y"], attributes };
    };
    const single = ofOne(opset, shape, [node("x")]);
    const whole = ofOne(opset, shape, [...moved(shape), node("back")]);
    expect(await isLifted(single)).toBe(true);
    expect(await isLifted(whole)).toBe(false);
    const x = count(shape.reduce((a, b) => a * b));
    const { values } = await evaluate(whole, x);
    const expected = (await evaluate(single, x)).values;
    expect(values).toHaveLength(expected.length);
    values.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 6));
  });
});

describe("what works along the first axis is done to the whole input", () => {
  const more = [
    floats("matrix", [2, 2], [1, 10, 100, 1000]),
    floats("line", [1, 2], [5, 6]),
    floats("both", [2, 1, 2], [1, 2, 3, 4]),
    int64s("axis", [0]),
    int64s("flat", [4]),
    int64s("doubled", [2, 1, 1]),
    int64s("front", [1, 0, 0, 0, 0, 0]),
    int64s("squares", [2, 2]),
    { ...int64s("alone", [0]), dims: [] },
  ];

  // By NumPy, of x = [[1, 2]], [[1, 2], [3, 4]] or [[[1, 2], [3, 4]]], as its shape is.
  test.each<[string, number[], string[], Attributes, number[], number?]>([
    ["Gemm", [1, 2], ["line"], { transA: 1 }, [5, 6, 10, 12]],
    ["MatMul", [2], ["matrix"], {}, [201, 2010]],
    ["MatMul", [2], ["row"], {}, [50]],
    ["Softmax", [1, 2], [], { axis: 0 }, [1, 1]],
    ["Softmax", [1, 2, 2], [], { axis: 0 }, [0.032059, 0.087144, 0.236883, 0.643914], 11],
    ["ReduceMean", [1, 2, 2], [], {}, [2.5]],
    ["ReduceMean", [1, 2, 2], [], { axes: [0, -1] }, [1.5, 3.5]],
    ["ReduceSum", [1, 2, 2], [], { keepdims: 0 }, [10]],
    ["ReduceSum", [1, 2, 2], ["axis"], { keepdims: 0 }, [1, 2, 3, 4]],
    ["ReduceMax", [1, 2, 2], [], { axes: [0, 1] }, [3, 4]],
    ["Concat", [1, 2, 2], ["own"], { axis: 0 }, [1, 2, 3, 4, 1, 2, 3, 4]],
    ["Concat", [1, 1, 2], ["both"], { axis: 0 }, [1, 2, 1, 2, 3, 4]],
    ["Tile", [1, 2, 2], ["doubled"], {}, [1, 2, 3, 4, 1, 2, 3, 4]],
    ["Pad", [1, 1, 2], ["front", "one"], {}, [1, 1, 1, 2]],
    ["Gather", [1, 2, 2], ["alone"], {}, [1, 2, 3, 4]],
    ["Flatten", [1, 2, 2], [], { axis: 0 }, [1, 2, 3, 4]],
    ["Flatten", [1, 2, 2], [], { axis: 3 }, [1, 2, 3, 4]],
    ["Flatten", [1, 2, 2], [], { axis: -1 }, [1, 2, 3, 4]],
    ["Unsqueeze", [1, 2, 2], ["axis"], {}, [1, 2, 3, 4]],
    ["Squeeze", [1, 2, 2], ["axis"], {}, [1, 2, 3, 4]],
    ["Squeeze", [1, 2, 2], [], {}, [1, 2, 3, 4]],
    ["Reshape", [1, 2, 2], ["flat"], {}, [1, 2, 3, 4]],
    ["Reshape", [1, 2, 2], ["squares"], {}, [1, 2, 3, 4]],
    ["Transpose", [1, 2, 2], [], {}, [1, 3, 2, 4]],
    ["Add", [1, 1, 2], ["both"], {}, [2, 4, 4, 6]],
    ["Sub", [1, 1, 2], ["both"], {}, [0, 0, -2, -2]],
  ])("%s of %j by %j, %j", async (op, shape, inputs, attributes, expected, opset = 13) => {
    const model: TestModel = {
      opset,
      inputs: { x: shape },
      outputs: { y: [] },
      tensors: [...tensors, ...more],
      nodes: [{ op, inputs: ["x", ...inputs], outputs: ["y"], attributes }],
    };
    expect(await isLifted(model)).toBe(false);
    const x = [1, 2, 3, 4].slice(
      0,
      shape.reduce((a, b) => a * b),
    );
    const { values } = await evaluate(model, x);
    expect(values.map((value) => Number(value.toFixed(6)))).toEqual(expected);
  });
});

test("windows are moved over one example, and not over several as one", async () => {
  const model: TestModel = {
    inputs: { x: [2, 1, 4, 4] },
    outputs: { y: [] },
    nodes: [
      ...moved([1, 4, 4]),
      { op: "MaxPool", inputs: ["back"], outputs: ["y"], attributes: { kernel_shape: [2, 2] } },
    ],
  };
  await expect(evaluate(model, [])).rejects.toThrow(
    "MaxPool (node y): a batch of 2 examples that belong together",
  );
});

describe("what a chain of nodes gives", () => {
  const to = (op: string, inputs: string[], output: string, attributes: Attributes = {}) => {
    return { op, inputs, outputs: [output], attributes };
  };
  const more = [
    ...[floats("flat", [1, 1, 1], [2]), floats("line", [1, 2], [1, 10]), int64s("axis", [0]), int64s("both", [0, 1])],
    ...[floats("column1", [1, 2, 1], [1, -1]), floats("longer", [3], [1, 2, 3])],
    ...[int64s("pair", [2, 2, 2]), { ...int64s("alone", [1]), dims: [] }, floats("times", [2], [1, 10])],
    ...[int64s("end", [2 ** 31 - 1]), int64s("1", [1])],
    int64s("nothing", []),
    floats("deeper", [1, 3, 2, 1], [10, 20, 30, 40, 50, 60]),
  ]; // prettier-ignore
  const batch = [to("Shape", ["x"], "shape"), to("Gather", ["shape", "axis"], "n")];
  const reduced = to("ReduceMax", ["x"], "r", { axes: [1], keepdims: 0 });

  // By NumPy, of x = 1, 2, 3, … of a shape.
  test.each<[string, boolean, TestModel["opset"], (number | string)[], TestNode[], number[]]>([
    ["a quotient by a constant of more axes", false, 13, ["N", 2], [to("Div", ["x", "flat"], "d"), to("Squeeze", ["d", "both"], "y")], [0.5, 1]],
    ["a sum with what has fewer axes", false, 13, ["N", 2, 2], [reduced, to("Add", ["x", "r"], "y")], [4, 6, 6, 8]],
    ["a product lined up by another axis than the batch", false, 6, ["N", 1, 2, 2], [to("ReduceMax", ["x"], "r", { axes: [1, 3], keepdims: 0 }), to("Mul", ["x", "r"], "y", { broadcast: 1, axis: 1 })], [2, 4, 12, 16]],
    ["slopes of two axes, of opset 6", true, 6, ["N", 2, 2], [to("Neg", ["x"], "made"), to("PRelu", ["made", "line"], "y")], [-1, -20, -3, -40]],
    ["slopes of another length than the channels, of opset 6", true, 6, ["N", 2, 3], [to("Neg", ["x"], "made"), to("PRelu", ["made", "longer"], "y")], [-1, -4, -9, -4, -10, -18]],
    ["a part up to the number of examples", false, 13, ["N", 3], [...batch, to("Slice", ["x", "axis", "n", "1"], "y")], [1]],
    ["the number of examples as a factor", false, 13, ["N", 3], [...batch, to("Cast", ["n"], "f", { to: 1 }), to("Mul", ["x", "f"], "y")], [1, 2, 3]],
    ["what lies at the number of examples", false, 13, ["N", 3], [...batch, to("Gather", ["x", "n"], "y", { axis: 1 })], [2]],
    ["a part of the examples", false, 13, [1, 3], [to("Slice", ["x", "axis", "1", "axis"], "y")], [1, 2, 3]],
    ["every other example", false, 13, [1, 3], [to("Slice", ["x", "axis", "end", "axis", "two"], "y")], [1, 2, 3]],
    ["the last of the examples", false, 13, [1, 3], [to("Slice", ["x", "last", "end", "axis"], "y")], [1, 2, 3]],
    ["all of the examples", true, 13, [1, 3], [to("Slice", ["x", "axis", "end", "axis"], "y")], [1, 2, 3]],
    ["one of an axis, which goes", true, 13, ["N", 2, 2, 2], [to("Gather", ["x", "alone"], "g", { axis: 1 }), to("ReduceMax", ["g"], "y", { axes: [2] })], [6, 8]],
    ["products by a vector, whose axis goes", true, 13, ["N", 2, 2], [to("MatMul", ["x", "times"], "made"), to("Softmax", ["made"], "y")], [0, 1]],
    ["products by a vector, of more axes", true, 13, ["N", 2, 1, 2], [to("MatMul", ["x", "times"], "made"), to("Softmax", ["made"], "y")], [1, 1]],
    ["a Gemm and a value for each row", false, 13, ["N", 2], [to("ReduceMax", ["x"], "r", { axes: [1], keepdims: 0 }), to("Gemm", ["x", "square", "r"], "y")], [9, 12]],
    ["a reshape that keeps two examples", true, 13, [2, 4], [to("Reshape", ["x", "pair"], "y")], [1, 2, 3, 4]],
    ["an addend of more axes, behind a transpose", false, 13, ["N", 2, 3], [to("Transpose", ["x"], "t", { perm: [2, 1, 0] }), to("Add", ["t", "deeper"], "y")], [11, 24, 32, 45, 53, 66]],
    ["nothing reduced, where that is said", true, 13, ["N", 2, 2], [to("ReduceSum", ["x"], "y", { noop_with_empty_axes: 1 })], [1, 2, 3, 4]],
    ["all reduced, of no axes", false, 13, ["N", 2, 2], [to("ReduceSum", ["x", "nothing"], "y", { noop_with_empty_axes: 0 })], [10]],
    ["an axis that is kept", true, 13, ["N", 2, 3], [to("ReduceMax", ["x"], "r", { axes: [2] }), to("Softmax", ["r"], "y")], [1, 1]],
    ["a softmax of each value, of opset 9", true, 9, ["N", 2], [to("Softmax", ["x"], "y", { axis: 2 })], [1, 1]],
    ["pools of one axis, of examples", true, 13, ["N", 1, 4], [to("MaxPool", ["x"], "p", { kernel_shape: [2] }), to("MaxPool", ["p"], "y", { kernel_shape: [2] })], [3, 4]],
    ["pools of one axis, of the whole", false, 13, ["N", 1, 4], [...moved([1, 4]), to("MaxPool", ["back"], "p", { kernel_shape: [2] }), to("MaxPool", ["p"], "y", { kernel_shape: [2] })], [3, 4]],
    ["axes of length 1, of two examples", true, 13, [2, 1, 2, 1], [to("Squeeze", ["x"], "small"), to("Softmax", ["small"], "y")], [0.268941, 0.731059]],
  ])("%s: of examples %s", async (_, lifted, opset, shape, nodes, expected) => {
    const model: TestModel = { opset: opset ?? 13, inputs: { x: shape }, outputs: { y: [] }, tensors: [...tensors, ...more], nodes };
    expect(await isLifted(model)).toBe(lifted);
    const length = shape.slice(1).reduce<number>((a, b) => a * Number(b), 1);
    const { values } = await evaluate(model, Array.from({ length }, (_, i) => i + 1));
    expect(values.map((value) => Number(value.toFixed(6)))).toEqual(expected);
  });

  test("is refused where it has other constants for other examples", async () => {
    const concat = (shape: number[], name: string) =>
      evaluate(
        {
          inputs: { x: shape },
          outputs: { y: [] },
          tensors: [...tensors, floats("rows", [2, 2], [1, 2, 3, 4]), floats("one1", [1, 2], [1, 2])],
          nodes: [to("Concat", ["x", name], "y", { axis: 1 })],
        },
        [],
      );
    await expect(concat([2, 2], "rows")).rejects.toThrow("its examples cannot be told apart");
    for (const [shape, name] of [[[1, 2], "rows"], [[2, 2], "one1"]] as const) {
      await expect(concat([...shape], name)).rejects.toThrow("Concat (node y): ");
    }
  });
}); // prettier-ignore
