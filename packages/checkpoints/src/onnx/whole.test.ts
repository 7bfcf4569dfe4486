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
  floats("W", [2, 3], count(6)),
  floats("four", [4], [1, 2, 3, 4]),
  floats("filters", [3, 2, 2, 2], count(24)),
  floats("filters1", [3, 2, 2], count(12)),
  int64s("rest", [0, -1]),
  int64s("two", [2]),
  int64s("first", [1]),
  int64s("last", [-1]),
  int64s("zero", [0]),
  int64s("ends", [1, 0]),
  int64s("twice", [1, 2, 1]),
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
