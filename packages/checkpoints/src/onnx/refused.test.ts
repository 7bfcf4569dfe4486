import { CheckpointError, UnsupportedError } from "@evalpool/errors";
import { describe, expect, test } from "vitest";
import { evaluate } from "./testing/evaluate.js";
import { floats, int64s, type TestNode } from "./testing/onnx-model.js";

type Attributes = Required<TestNode>["attributes"];
type Row = [op: string, shape: number[], inputs: string[], Attributes, message: string, opset?: number]; // prettier-ignore

const ones = (length: number): number[] => Array<number>(length).fill(1);

const tensors = [
  ...[floats("one", [], [1]), floats("none", [0], []), floats("two", [2], [1, 2])],
  ...[floats("square", [2, 2], ones(4)), floats("cube", [2, 2, 2], ones(8))],
  ...[floats("filters", [1, 1, 2, 2], ones(4)), floats("nowhere", [1, 1, 0, 2], [])],
  ...[floats("far", [2], [1, 2 ** 127]), floats("endless", [2], [1, Infinity])],
  ...[int64s("zero", [0]), int64s("i2", [2]), int64s("minus", [-1]), int64s("i64", [64])],
  ...[
    int64s("pair", [0, 1]),
    int64s("i4", [4]),
    int64s("i3", [3]),
    floats("infinite", [], [Infinity]),
  ],
  ...[int64s("shape", [-1, 3]), int64s("zeros", [0, 0, 0]), int64s("nth", [1, 65]), int64s("same", [1, 1])], // prettier-ignore
  ...[int64s("negative", [-2, -2]), int64s("open", [-1, -1, -1]), int64s("thirds", [1, 3])],
  ...[
    int64s("more", [1, 1, 4]),
    int64s("naught", [1, 0]),
    int64s("i130", [130]),
    int64s("vast", [2 ** 40]),
  ],
  ...[int64s("nothing", []), int64s("zeros65", ones(65)), int64s("before", [0, 2, 0, 0])],
  ...[int64s("after", [0, 0, 0, 2]), int64s("left", [0, 0, 0, 2, 0, 0, 0, 0])],
  ...[floats("lead", [1, 1, 2], [1, 2]), floats("flat", [1, 2, 2], ones(4))],
  ...[floats("nil", [], [0]), floats("deep", [1, 1, 1], [2])],
  ...[
    floats("largest", [], [3.4028234663852886e38]),
    floats("least", [], [-3.4028234663852886e38]),
  ],
  int64s("below", [0, -1, 0, 0]),
  { ...int64s("indices", [0, 1, 0, 1]), dims: [2n, 2n] },
];

function refusal([op, shape, inputs, attributes, , opset = 13]: Row): Promise<unknown> {
  const model = {
    opset,
    inputs: { x: ["N", ...shape] },
    outputs: { y: ["N"] },
    tensors,
    nodes: [{ op, inputs, outputs: ["y"], attributes }],
  };
  return evaluate(model, []).catch((error: unknown) => error);
}

const map = [1, 4, 4];
const kernel = { kernel_shape: [2, 2] };
const huge = 2 ** 60;
const statistics = ["two", "two", "two", "two"];

describe("what is not as the standard has it is told: what was expected, and what it got", () => {
  test.each<Row>([
    ["MaxPool", map, ["x"], {}, "expected kernel_shape, got none"],
    ["MaxPool", map, ["x"], { kernel_shape: [2] }, "expected 2 numbers above 0 of kernel_shape, got 2"], // prettier-ignore
    ["MaxPool", [1, 4], ["x"], kernel, "expected 1 numbers above 0 of kernel_shape, got 2,2"],
    ["MaxPool", map, ["x"], { ...kernel, strides: [1, 0] }, "expected 2 numbers above 0 of strides, got 1,0"], // prettier-ignore
    ["MaxPool", map, ["x"], { ...kernel, dilations: [1, 1, 1] }, "expected 2 numbers above 0 of dilations, got 1,1,1"], // prettier-ignore
    ["MaxPool", map, ["x"], { ...kernel, dilations: [1, huge] }, `expected 2 numbers above 0 of dilations, got 1,${huge}`], // prettier-ignore
    ["MaxPool", map, ["x"], { ...kernel, pads: [1, 1] }, "expected 4 numbers of pads, got 1,1"],
    ["MaxPool", map, ["x"], { ...kernel, pads: [1, 1, 1, huge] }, `expected 4 numbers of pads, got 1,1,1,${huge}`], // prettier-ignore
    ["Conv", map, ["x", "nowhere"], {}, "expected 2 numbers above 0 of kernel_shape, got 0,2"],
    ["Conv", map, ["x", "cube"], {}, "expected weights of 4 axes, got 3"],
    ["Conv", map, ["x", "filters"], { kernel_shape: [3, 3] }, "kernel_shape 3,3 is not that of its weights, 2,2"], // prettier-ignore
    ["Conv", map, ["x", "filters", "two"], {}, "expected (1) values of two, got 2"],
    ["GlobalMaxPool", [4], ["x"], {}, "expected axes of pixels, got 2 axes"],
    ["BatchNormalization", [3], ["x", ...statistics], {}, "expected 3 values, got (2)"],
    ["BatchNormalization", [2], ["x", "two", "two", "two", "square"], {}, "expected 2 values, got (2,2)"], // prettier-ignore
    ["BatchNormalization", [], ["x", ...statistics], {}, "expected an axis of channels, got none"],
    ["BatchNormalization", [2], ["x", "two"], {}, "expected an input 2, got none"],
    ["LRN", map, ["x"], {}, "expected a size above 0"],
    ["Gemm", [2, 2], ["x", "square"], {}, "expected a matrix, got 3 axes"],
    ["Gemm", [2], ["x", "two"], {}, "expected a matrix of weights, got 1 axes"],
    ["MatMul", [3], ["x", "square"], {}, "expected weights for 3 inputs, got (2,2)"],
    ["Add", [2], ["x"], {}, "expected two inputs"],
    ["Add", [2], ["", "x"], {}, "expected two inputs"],
    ["PRelu", [2], ["x", "deep"], {}, "cannot repeat (1,1,1) to (1,2)"],
    ["PRelu", [2], ["x", "lead"], {}, "cannot repeat (1,1,2) to (1,2)"],
    ["Add", [2], ["x", "two"], { broadcast: 1, axis: 2 }, "axis 2 leaves no room for 1 axes", 6],
    ["Add", [2], ["x", "two"], { broadcast: 1, axis: -2 }, "axis -2 leaves no room", 6],
    ["PRelu", [3], ["x", "two"], {}, "cannot repeat (2) to (3)"],
    ["Reshape", [4], ["x", "shape"], {}, "cannot reshape 4 values into (-1,3)"],
    ["Reshape", [4], ["x", "zeros"], {}, "there is no axis for each 0 of (0,0,0)"],
    ["Reshape", [4], ["x", "zeros"], { allowzero: 1 }, "cannot reshape 4 values into (0,0,0)"],
    ["Reshape", [4], ["x", "negative"], {}, "cannot reshape 4 values into (-2,-2)"],
    ["Reshape", [1], ["x", "open"], {}, "cannot reshape 1 values into (-1,-1,-1)"],
    ["Reshape", [4], ["x", "two"], {}, "expected a vector of integers for shape"],
    ["Squeeze", [4], ["x", "same"], {}, "axis 0 of (4) is not 1"],
    ["Squeeze", [4, 2], ["x", "same"], {}, "axis 0 of (4,2) is not 1"],
    ["Squeeze", [4], ["x", "two"], {}, "expected a vector of integers for axes"],
    ["Expand", [4], ["x", "two"], {}, "expected a vector of integers for shape"],
    ["Unsqueeze", [4], ["x", "same"], {}, "an axis is named twice"],
    ["Concat", [4], ["x", ""], {}, "expected no input to be left out"],
    ["Concat", [4], ["", "x"], {}, "expected no input to be left out"],
    ["Tile", [4], ["x", "minus"], {}, "expected 2 repeats"],
    ["Tile", [4], ["x", "two"], {}, "expected a vector of integers for repeats"],
    ["Slice", [4], ["x"], {}, "expected starts and ends", 9],
    ["Slice", [4], ["x", "i4"], {}, "expected starts and ends"],
    ["Slice", [4], ["x", "", "i4"], {}, "expected starts and ends"],
    ["Slice", [4], ["x", "zero", "i4", "minus", "two"], {}, "expected a vector of integers for steps"], // prettier-ignore
    ["Slice", [4], ["x", "pair", "minus"], {}, "expected as many starts as ends, axes and steps"],
    ["Slice", [4], ["x", "zero", "i4", "minus", "zero"], {}, "expected steps, got 0"],
    ["Split", [4], ["x", "i2"], { axis: 1 }, "cannot split 4 into 2 for 1 outputs"],
    ["Split", [4], ["x", "shape"], { axis: 1 }, "cannot split 4 into -1,3 for 1 outputs"],
    ["Split", [4], ["x", "thirds"], { axis: 1 }, "cannot split 4 into 1,3 for 1 outputs"],
    ["Split", [4], ["x", "two"], { axis: 1 }, "expected a vector of integers for split"],
    ["Gather", [4], ["x", "two"], { axis: 1 }, "expected integers as indices"],
    ["Gather", [4], ["x", "i4"], { axis: 1 }, "there is no axis 4 in 4"],
    ["Pad", [4], ["x", "pair"], {}, "expected 4 pads, got 2"],
    ["Pad", [4], ["x"], {}, "expected 4 pads, got 0", 10],
    ["Pad", [4], ["x", "two"], {}, "expected a vector of integers for pads"],
    ["Pad", [4], ["x", "pair", "", "two"], {}, "expected a vector of integers for axes", 18],
    ["Pad", [4], ["x", "before", "two"], {}, "expected one value for constant_value, got 2"],
    ["Dropout", [4], ["x", "", "two"], {}, "expected one value for training_mode, got 2"],
    ["Clip", [4], ["x", "two"], {}, "expected one value for min, got 2"],
  ])("%s of %j by %j, %j: %s", async (...row) => {
    const error = await refusal(row);
    expect(error).toBeInstanceOf(CheckpointError);
    expect((error as Error).message).toContain(`net.onnx: ${row[0]} (node y): ${row[4]}`);
    expect((error as Error).cause).toBeInstanceOf(Error);
  });
});

describe("what is as the standard has it, and is not covered, is listed", () => {
  test.each<Row>([
    ["MaxPool", [1, 1, 2, 2], ["x"], kernel, "a value of 5 axes, expected 3 or 4"],
    ["MaxPool", [4], ["x"], { kernel_shape: [2] }, "a value of 2 axes, expected 3 or 4"],
    ["MaxPool", map, ["x"], { ...kernel, pads: [0, 0, -1, 0] }, "pads below 0"],
    [
      "MaxPool",
      map,
      ["x"],
      { ...kernel, auto_pad: "S".repeat(41) },
      `auto_pad "${"S".repeat(40)}"`,
    ],
    ["MaxPool", map, ["x"], { ...kernel, storage_order: 1 }, "storage_order 1"],
    ["BatchNormalization", [2], ["x", ...statistics], { spatial: 0 }, "spatial 0", 7],
    ["BatchNormalization", [2], ["x", ...statistics], { training_mode: 1 }, "training_mode 1"],
    ["MatMul", [2, 2], ["x", "cube"], {}, "by a constant of 3 axes"],
    ["MatMul", [2], ["x", "flat"], {}, "by a constant of 3 axes"],
    ["Div", [2], ["x", "nil"], {}, "a constant that is no finite float32"],
    ["Add", [2], ["x", "two"], { broadcast: 1, axis: 1 }, "attribute broadcast, axis", 7],
    ["Relu", [2], ["two"], {}, "of constants alone"],
    ["Constant", [2], [], { value_string: "a" }, "of a value that is no tensor of numbers"],
    ["Floor", [2], ["x"], {}, "of what is worked out of the input"],
    ["MatMul", [2], ["one", "x"], {}, "its input 0 is a constant"],
    ["MatMul", [2], ["x", "x"], {}, "its input 1 is worked out of the graph's input"],
    ["Mul", [2], ["x", "endless"], {}, "a constant that is no finite float32"],
    ["Pow", [2], ["x", "two"], {}, "by other than 1, 2 or 3"],
    ["Pow", [2], ["x", "deep"], {}, "by other than 1, 2 or 3"],
    ["Div", [2], ["x", "x"], {}, "of two values"],
    ["Expand", [4], ["x", "i3"], {}, "to another shape"],
    ["Expand", [4], ["x", "thirds"], {}, "to another shape"],
    ["Expand", [4], ["x", "more"], {}, "to another shape"],
    ["Tile", [4], ["x", "naught"], {}, "0 times along an axis"],
    ["Tile", [4], ["x", "nth"], {}, "65 times along an axis"],
    ["Slice", [4], ["x", "i4", "i4", "minus"], {}, "of nothing"],
    ["Slice", [4], ["x"], { starts: [0], ends: [1], steps: [1] }, "attribute steps", 9],
    ["Slice", [2 ** 40], ["x", "zero", "vast", "minus", "i2"], {}, `${2 ** 39} parts`],
    ["Slice", [130], ["x", "zero", "i130", "minus", "i2"], {}, "65 parts"],
    ["Gather", [4], ["x", "nothing"], { axis: 1 }, "of nothing"],
    ["Gather", [4], ["x", "zeros65"], { axis: 1 }, "65 parts"],
    ["Gather", [4], ["x", "indices"], { axis: 1 }, "indices of more than one axis"],
    ["Pad", [4], ["x", "below"], {}, "pads below 0"],
    ["Pad", [2], ["x", "before"], { mode: "reflect" }, "pads of 2,0,0,0 that reflect more than there is"], // prettier-ignore
    ["Pad", [2], ["x", "after"], { mode: "reflect" }, "pads of 0,0,2,0 that reflect more than there is"], // prettier-ignore
    ["Pad", [1, 9, 2], ["x", "left"], { mode: "reflect" }, "pads of 0,2,0,0 that reflect more than there is"], // prettier-ignore
    ["Pad", [4], ["x", "below"], { mode: "w".repeat(41) }, `mode "${"w".repeat(40)}"`],
    ["Gelu", [4], ["x"], { approximate: "w".repeat(41) }, `approximate "${"w".repeat(40)}"`, 20],
    ["Max", [2], ["x", "deep"], {}, "of a value and a constant of more than one number"],
    ["ReduceSum", [2], ["x"], { noop_with_empty_axes: 1 }, "attribute noop_with_empty_axes", 11],
    ["Max", [4], ["x", "two"], {}, "of a value and a constant of more than one number"],
    ["Clip", [4], ["x", "infinite"], {}, "a bound that is no number"],
    ["Clip", [4], ["x", "largest"], {}, "a bound that is no number"],
    ["Clip", [4], ["x", "", "least"], {}, "a bound that is no number"],
  ])("%s of %j by %j, %j: %s", async (...row) => {
    const error = await refusal(row);
    expect(error).toBeInstanceOf(UnsupportedError);
    expect((error as UnsupportedError).lacks).toEqual([`${row[0]} (node y): ${row[4]}`]);
  });
});

test.each(["Max", "Min"])("%s of values of several shapes is listed", async (op) => {
  const nodes = [
    { op: "ReduceMax", inputs: ["x"], outputs: ["r"], attributes: { axes: [1] } },
    { op, inputs: ["x", "x", "r"], outputs: ["y"] },
  ];
  await expect(evaluate({ nodes }, [])).rejects.toMatchObject({
    lacks: [`${op} (node y): of values of several shapes`],
  });
});

test.each([
  [[0, 4], 2, "cannot split 4 into 0,4 for 2 outputs"],
  [[5, -1], 2, "cannot split 4 into 5,-1 for 2 outputs"],
  [undefined, 3, "cannot split 4 into 2,2,0 for 3 outputs"],
])("Split into %j for %i outputs is refused", async (lengths, count, message) => {
  const outputs = Array.from({ length: count }, (_, i) => `y${i}`);
  const inputs = ["x", ...(lengths ? ["lengths"] : [])];
  const reading = evaluate(
    {
      outputs: Object.fromEntries(outputs.map((name) => [name, ["N"]])),
      tensors: lengths ? [int64s("lengths", lengths)] : [],
      nodes: [{ op: "Split", inputs, outputs, attributes: { axis: 1 } }],
    },
    [],
  );
  await expect(reading).rejects.toThrow(message);
});

test.each([
  ["MaxPool", ["x"], { kernel_shape: [2, 2] }],
  ["Dropout", ["x"], {}],
  ["BatchNormalization", ["x", "one1", "one1", "one1", "one1"], {}],
])("a further output of %s is covered unless somebody takes it", async (op, inputs, attributes) => {
  const more = [floats("one1", [1], [1])];
  const node = { op, inputs, outputs: ["made", "more"], attributes };
  const reading = (last: readonly string[], outputs = ["y"]) =>
    evaluate(
      {
        inputs: { x: ["N", ...map] },
        outputs: Object.fromEntries(outputs.map((name) => [name, ["N"]])),
        tensors: more,
        nodes: [node, { op: "Sum", inputs: last, outputs: ["y"] }],
      },
      [],
    );
  await expect(reading(["made"])).resolves.toBeDefined();
  for (const taken of [reading(["made", "more"]), reading(["made"], ["y", "more"])]) {
    await expect(taken).rejects.toThrow(`${op} (node made): its output 1`);
  }
});
