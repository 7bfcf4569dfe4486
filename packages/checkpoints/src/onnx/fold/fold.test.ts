import { CheckpointError, UnsupportedError } from "@evalpool/errors";
import { describe, expect, test } from "vitest";
import { decodeModel } from "../decode-model.js";
import { lowerOnnx } from "../lower-onnx.js";
import { evaluate } from "../testing/evaluate.js";
import { floats, int64s, onnxFile, type TestModel, type TestNode } from "../testing/onnx-model.js";

type Tensor = NonNullable<TestModel["tensors"]>[number];
type Attributes = TestNode["attributes"];

const node = (
  op: string,
  inputs: readonly string[],
  output: string,
  attributes: Attributes = {},
): TestNode => ({ op, inputs, outputs: [output], attributes });

/** np.arange(6).reshape(2, 3), as floats and as integers. */
const c = floats("c", [2, 3], [0, 1, 2, 3, 4, 5]);
const i = { ...int64s("i", [0, 1, 2, 3, 4, 5]), dims: [2n, 3n] };
const row = floats("row", [3], [10, 20, 40]);
const column = floats("column", [2, 1], [2, -1]);
const odd = floats("odd", [4], [-1.5, -0.5, 0, 2.5]);
const given: readonly Tensor[] = [
  ...[c, i, row, column, odd, floats("one", [], [1]), int64s("seven", [7, -7])],
  ...[int64s("two", [2]), int64s("zero", [0]), int64s("rest", [-1])],
];

/** What one node makes of constants, which is added to the input, as the file's only parameter. */
async function made(
  op: string,
  inputs: readonly string[],
  attributes: Attributes = {},
  tensors: readonly Tensor[] = [],
): Promise<{ shape: readonly number[]; data: number[] }> {
  const model: TestModel = {
    inputs: { x: ["N", 1, 1, 1, 1, 1] },
    tensors: [...given, ...tensors],
    nodes: [
      node(op, inputs, "made", attributes),
      node("Cast", ["made"], "float", { to: 1 }),
      node("Add", ["x", "float"], "y"),
    ],
  };
  const { parameters } = lowerOnnx(await decodeModel(onnxFile(model), "net.onnx"));
  const [tensor] = parameters.values();
  return { shape: tensor!.shape, data: [...tensor!.data] };
}

describe("what is worked out of constants is what NumPy gives", () => {
  test.each<[string, string[], Attributes, number[], number[]]>([
    ["Add", ["c", "row"], {}, [2, 3], [10, 21, 42, 13, 24, 45]],
    ["Sub", ["column", "row"], {}, [2, 3], [-8, -18, -38, -11, -21, -41]],
    ["Mul", ["c", "column"], {}, [2, 3], [0, 2, 4, -3, -4, -5]],
    ["Div", ["one", "row"], {}, [3], [0.1, 0.05, 0.025]],
    ["Min", ["c", "one", "column"], {}, [2, 3], [0, 1, 1, -1, -1, -1]],
    ["Max", ["c", "one"], {}, [2, 3], [1, 1, 2, 3, 4, 5]],
    ["Equal", ["i", "two"], {}, [2, 3], [0, 0, 1, 0, 0, 0]],
    // np.trunc(seven / 2): integers are divided towards 0, as in C.
    ["Div", ["seven", "two"], {}, [2], [3, -3]],
    ["Abs", ["seven"], {}, [2], [7, 7]],
    ["Neg", ["seven"], {}, [2], [-7, 7]],
    ["Neg", ["odd"], {}, [4], [1.5, 0.5, -0, -2.5]],
    ["Floor", ["odd"], {}, [4], [-2, -1, 0, 2]],
    ["Ceil", ["odd"], {}, [4], [-1, -0, 0, 3]],
    ["Sqrt", ["row"], {}, [3], [10, 20, 40].map(Math.sqrt)],
    ["Reciprocal", ["row"], {}, [3], [0.1, 0.05, 0.025]],
    ["Exp", ["one"], {}, [], [Math.E]],
    // np.take(i, [2, -1], axis=…)
    ["Gather", ["c", "ends"], { axis: 1 }, [2, 1, 2], [2, 2, 5, 5]],
    ["Gather", ["c", "seconds"], {}, [1, 3], [3, 4, 5]],
    ["Transpose", ["c"], {}, [3, 2], [0, 3, 1, 4, 2, 5]],
    ["Transpose", ["cube"], { perm: [1, 0, 2] }, [3, 1, 2], [0, 1, 2, 3, 4, 5]],
    ["Flatten", ["cube"], { axis: 2 }, [3, 2], [0, 1, 2, 3, 4, 5]],
    ["Flatten", ["cube"], { axis: 0 }, [1, 6], [0, 1, 2, 3, 4, 5]],
    ["Flatten", ["cube"], { axis: -1 }, [3, 2], [0, 1, 2, 3, 4, 5]],
    ["Flatten", ["cube"], { axis: 3 }, [6, 1], [0, 1, 2, 3, 4, 5]],
    ["Squeeze", ["cube"], {}, [3, 2], [0, 1, 2, 3, 4, 5]],
    ["Squeeze", ["column", "rest"], {}, [2], [2, -1]],
    ["Unsqueeze", ["row", "rest"], {}, [3, 1], [10, 20, 40]],
    ["Concat", ["c", "column"], { axis: -1 }, [2, 4], [0, 1, 2, 2, 3, 4, 5, -1]],
    ["Shape", ["cube"], { start: 1 }, [2], [3, 2]],
    ["Shape", ["cube"], { end: -1 }, [2], [1, 3]],
    ["Size", ["cube"], {}, [], [6]],
    // np.trunc(odd), and odd != 0
    ["Cast", ["odd"], { to: 7 }, [4], [-1, -0, 0, 2]],
    ["Cast", ["odd"], { to: 9 }, [4], [1, 1, 0, 1]],
    ["Cast", ["odd"], { to: 6, saturate: 0, round_mode: "up" }, [4], [-1, -0, 0, 2]],
    ["Cast", ["seven"], { to: 10 }, [2], [7, -7]],
    ["Cast", ["seven"], { to: 16 }, [2], [7, -7]],
    ["Cast", ["nan"], { to: 9 }, [1], [1]],
    ["Dropout", ["row"], {}, [3], [10, 20, 40]],
    ["Dropout", ["row", "", "no"], { ratio: { f: 0.5 }, is_test: 1, seed: 1 }, [3], [10, 20, 40]],
    ["Identity", ["row"], {}, [3], [10, 20, 40]],
  ])("%s of %j, %j", async (op, inputs, attributes, shape, data) => {
    const more = [
      floats("cube", [1, 3, 2], [0, 1, 2, 3, 4, 5]),
      { ...int64s("ends", [2, -1]), dims: [1n, 2n] },
      ...[int64s("seconds", [1]), floats("nan", [1], [NaN])],
      { name: "no", dims: [1n], dataType: 9, rawData: Uint8Array.of(0) },
    ];
    expect(await made(op, inputs, attributes, more)).toEqual({ shape, data });
  });

  test.each<[string, number[], number[], number[]]>([
    // c[:, ::-1], c[-1:, 0:2], c[:, 5:1:-1]; and none, as far as it may be
    ["backwards", [1, 99, -99, -1], [2, 3], [2, 1, 0, 5, 4, 3]],
    ["from the end", [0, -1, 99, 1], [1, 3], [3, 4, 5]],
    ["in steps", [-1, 0, 3, 2], [2, 2], [0, 2, 3, 5]],
    ["back to one", [1, 5, 1, -1], [2, 1], [2, 5]],
  ])("Slice %s", async (_, numbers, shape, data) => {
    const names = ["axis", "start", "end", "step"];
    const bounds = names.map((name, at) => int64s(name, [numbers[at]!]));
    const inputs = ["c", "start", "end", "axis", "step"];
    expect(await made("Slice", inputs, {}, bounds)).toEqual({ shape, data });
  });

  test.each([
    ["with a length to work out", [-1, 2], [3, 2]],
    ["with a length that is kept", [0, 1, 3], [2, 1, 3]],
  ])("Reshape %s", async (_, to, shape) => {
    expect(await made("Reshape", ["c", "to"], {}, [int64s("to", to)])).toEqual({
      shape,
      data: [0, 1, 2, 3, 4, 5],
    });
  });

  test("Expand repeats in front and along axes of length 1, and keeps where it is told 1", async () => {
    // np.broadcast_to(column, (2, 2, 3)); a 1 keeps what is there.
    expect(await made("Expand", ["column", "to"], {}, [int64s("to", [2, 1, 3])])).toEqual({
      shape: [2, 2, 3],
      data: [2, 2, 2, -1, -1, -1, 2, 2, 2, -1, -1, -1],
    });
    expect(await made("Expand", ["c", "to"], {}, [int64s("to", [1])])).toEqual({
      shape: [2, 3],
      data: [0, 1, 2, 3, 4, 5],
    });
  });

  test("1024 numbers are a list of axes", async () => {
    const same = (value: number) => Array<number>(1024).fill(value);
    const bounds = [int64s("axes", same(0)), int64s("starts", same(0)), int64s("ends", same(9))];
    const { shape } = await made("Slice", ["c", "starts", "ends", "axes"], {}, bounds);
    expect(shape).toEqual([2, 3]);
  });

  test("Where takes of each of three, repeated to one shape", async () => {
    const condition = { name: "if", dims: [2n, 1n], dataType: 9, rawData: Uint8Array.of(1, 0) };
    // np.where([[True], [False]], row, 1.0)
    expect(await made("Where", ["if", "row", "one"], {}, [condition])).toEqual({
      shape: [2, 3],
      data: [10, 20, 40, 1, 1, 1],
    });
  });

  test("Range ends before its limit, in steps of either sign", async () => {
    const range = async (start: number, limit: number, delta: number) => {
      const numbers = { start, limit, delta };
      const tensors = Object.entries(numbers).map(([name, value]) => floats(name, [], [value]));
      return (await made("Range", Object.keys(numbers), {}, tensors)).data;
    };
    expect(await range(1, 6, 2)).toEqual([1, 3, 5]);
    expect(await range(1, 5, 2)).toEqual([1, 3]);
    expect(await range(2, 0, -0.5)).toEqual([2, 1.5, 1, 0.5]);
  });

  test("ConstantOfShape is 0 unless told, and as exact as what is told", async () => {
    const shape = int64s("shape", [1, 2]);
    const told = (value: Tensor) => made("ConstantOfShape", ["shape"], { value: { t: value } }, [shape]); // prettier-ignore
    expect((await made("ConstantOfShape", ["shape"], {}, [shape])).data).toEqual([0, 0]);
    expect((await told(int64s("", [2 ** 24 + 1]))).data).toEqual([2 ** 24 + 1, 2 ** 24 + 1]);
    const two = told(floats("", [2], [1, 2]));
    await expect(two).rejects.toThrow("expected one value for value, got 2");
    const double = new Uint8Array(Float64Array.of(0.1).buffer);
    expect(await told({ dims: [1n], dataType: 11, rawData: double })).toEqual({
      shape: [1, 2],
      data: [0.1, 0.1],
    });
  });

  test("what is made is of the type that it is told as", async () => {
    const nodes = [
      node("Constant", [], "to", { value_ints: [3, 2] }),
      node("Reshape", ["c", "to"], "turned"),
      node("Constant", [], "tens", { value_floats: { floats: [10, 20] } }),
      node("Add", ["turned", "tens"], "sum"),
      node("ConstantOfShape", ["two"], "zeros"),
      node("Add", ["sum", "zeros"], "made"),
      node("Add", ["x", "made"], "y"),
    ];
    const model = { inputs: { x: ["N", 1, 1, 1] }, tensors: given, nodes };
    const { parameters } = lowerOnnx(await decodeModel(onnxFile(model), "net.onnx"));
    const [tensor] = parameters.values();
    expect([...tensor!.data]).toEqual([10, 21, 12, 23, 14, 25]);
  });

  test.each<[string, Attributes, number[], number[]]>([
    ["an integer", { value_int: 3 }, [], [3]],
    ["integers", { value_ints: [3, 4] }, [2], [3, 4]],
    ["a float", { value_float: { f: 0.5 } }, [], [0.5]],
    ["floats", { value_floats: { floats: [0.5, 1.5] } }, [2], [0.5, 1.5]],
    ["a tensor", { value: { t: floats("", [1, 2], [1, 2]) } }, [1, 2], [1, 2]],
  ])("Constant of %s", async (_, attributes, shape, data) => {
    expect(await made("Constant", [], attributes)).toEqual({ shape, data });
  });
});

describe("a shape is still one of each example where it is worked out of the number of these", () => {
  const ones = { name: "ones", dims: [1n], dataType: 7, rawData: new Uint8Array(BigInt64Array.of(1n).buffer) }; // prettier-ignore
  const nodes = (op: string, inputs: string[], attributes: Attributes) => [
    node("Shape", ["x"], "shape"),
    node("Gather", ["shape", "zero"], "n"),
    node(op, inputs, "made", attributes),
    node("Concat", ["made", "rest"], "to", { axis: 0 }),
    node("Reshape", ["x", "to"], "y"),
  ];

  test.each<[boolean, string, string[], Attributes]>([
    [true, "Add", ["n", "zero"], {}],
    [true, "Add", ["zero", "n"], {}],
    [true, "Sub", ["n", "zero"], {}],
    [true, "Mul", ["n", "ones"], {}],
    [true, "Mul", ["ones", "n"], {}],
    [true, "Div", ["n", "ones"], {}],
    [true, "Cast", ["n"], { to: 7 }],
    [true, "Slice", ["shape", "zero", "ones"], {}],
    // Where it is not, the file's one example is the input, and its number is 1.
    [false, "Add", ["n", "ones"], {}],
    [false, "Add", ["ones", "n"], {}],
    [false, "Sub", ["two", "n"], {}],
    [false, "Sub", ["n", "rest"], {}],
    [false, "Mul", ["n", "two"], {}],
    [false, "Mul", ["two", "n"], {}],
    [false, "Div", ["n", "two"], {}],
    [false, "Div", ["two", "n"], {}],
    [false, "Min", ["n", "two"], {}],
    [false, "Max", ["shape", "two"], {}],
    [false, "Abs", ["n"], {}],
    [false, "Gather", ["i64", "n"], {}],
    [false, "Slice", ["i64", "zero", "n"], {}],
    [false, "ConstantOfShape", ["n"], { value: { t: int64s("", [2]) } }],
    [false, "ConstantOfShape", ["shape"], { value: { t: int64s("", [1]) } }],
    [false, "Reshape", ["two", "n"], {}],
    [false, "Expand", ["two", "n"], {}],
  ])("%s: %s of %j", async (isLifted, op, inputs, attributes) => {
    const model = {
      inputs: { x: ["N", 4] },
      tensors: [...given, ones, int64s("i64", [1, 4])],
      nodes: nodes(op, inputs, attributes),
    };
    const reading = decodeModel(onnxFile(model), "net.onnx").then((decoded) => lowerOnnx(decoded));
    // Some have no shape that x may have; that is found as a whole, too.
    const lifted = await reading.then((made) => made.isLifted).catch(() => false);
    expect(lifted).toBe(isLifted);
  });

  test("Size counts the values of an example only where that is all there is", async () => {
    const ofSize = (inputs: TestModel["inputs"]) => ({
      ...(inputs && { inputs }),
      tensors: [],
      nodes: [node("Size", ["x"], "size"), node("Reshape", ["x", "size"], "y")],
    });
    const { isLifted, input } = lowerOnnx(
      await decodeModel(onnxFile(ofSize({ x: [1, 2, 2] })), "net.onnx"),
    );
    expect([isLifted, input.shape]).toEqual([false, [1, 2, 2]]);
  });
});

describe("what gives no value is refused", () => {
  const to = (...lengths: number[]) => [int64s("to", lengths)];
  const nan = floats("nan", [1], [NaN]);
  const yes = { name: "yes", dims: [1n], dataType: 9, rawData: Uint8Array.of(1) };

  test.each<[string, string[], Attributes, Tensor[], string]>([
    ["Div", ["seven", "zero"], {}, [], "divides an integer by 0"],
    ["Add", ["c", "i"], {}, [], "expected alike inputs, got float and integer"],
    ["Min", ["c", "i"], {}, [], "expected alike inputs"],
    ["Equal", ["c", "i"], {}, [], "expected alike inputs"],
    ["Concat", ["c", "i"], { axis: 0 }, [], "expected alike inputs"],
    ["Where", ["yes", "c", "i"], {}, [], "expected alike inputs"],
    ["Add", ["yes", "yes"], {}, [], "of booleans"],
    ["Sqrt", ["i"], {}, [], "of integer constants"],
    ["Concat", [], {}, [], "expected values to put together"],
    ["Dropout", ["c", "", "yes"], {}, [], "training_mode 1"],
    ["Range", ["row", "two", "two"], {}, [], "expected one value for start, got 3"],
    [
      "Range",
      ["none", "two", "two"],
      {},
      [floats("none", [0], [])],
      "expected one value for start",
    ],
    ["Reshape", ["c", "row"], {}, [], "expected a vector of integers for shape"],
    ["Reshape", ["c", "i"], {}, [], "expected a vector of integers for shape"],
    ["Reshape", ["c", "to"], {}, to(...Array<number>(1025).fill(1)), "1025 values of shape"],
    ["Reshape", ["c", "to"], {}, to(-1, 4), "cannot reshape (2,3) into (1.5,4)"],
    ["Reshape", ["c", "to"], {}, to(-2, -3), "cannot reshape (2,3) into (-2,-3)"],
    ["Reshape", ["c", "to"], {}, to(2, 2), "cannot reshape (2,3) into (2,2)"],
    ["Reshape", ["c", "to"], { allowzero: 1 }, to(0, 3), "cannot reshape (2,3) into (0,3)"],
    ["Expand", ["c", "row"], {}, [], "expected a vector of integers for shape"],
    ["ConstantOfShape", ["row"], {}, [], "expected a vector of integers for shape"],
    ["ConstantOfShape", ["to"], {}, to(2 ** 40, 2 ** 41), `a shape of (${2 ** 40},${2 ** 41})`],
    ["Dropout", ["c", "", "row"], {}, [], "expected one value for training_mode, got 3"],
    ["Shape", [], {}, [], "expected an input, got none"],
    ["Size", [], {}, [], "expected an input, got none"],
    ["Squeeze", ["c", "zero"], {}, [], "cannot reshape (2,3) into (3)"],
    ["Expand", ["c", "to"], {}, to(4, 1), "cannot repeat (2,3) to (4,3)"],
    ["ConstantOfShape", ["to"], {}, to(-1, -2), "expected lengths of axes, got -1"],
    ["Gather", ["c", "two"], {}, [], "there is no axis 2 in 2"],
    ["Gather", ["c", "one"], {}, [], "expected integers as indices"],
    ["Slice", ["c", "zero", "two", "zero", "zero"], {}, [], "expected steps, got 0"],
    ["Slice", ["c", "zero", "two", "zero", "to"], {}, to(1, 1), "as many starts as ends, axes"],
    ["Transpose", ["c"], { perm: [0, 0] }, [], "repeated axis in transpose"],
    ["Range", ["one", "two", "nothing"], {}, [floats("nothing", [], [0])], "a delta other than 0"],
    // It would stand for the number of examples.
    ["Cast", ["nan"], { to: 7 }, [nan], "of NaN to 7"],
    ["Cast", ["c"], { to: 8 }, [], "to 8"],
    ["Unsqueeze", ["c", "to"], {}, to(0, 0), "an axis is named twice"],
    ["Unsqueeze", ["c", "to"], {}, to(...Array.from({ length: 63 }).keys()), "to 65 axes"],
  ])("%s of %j, %j", async (op, inputs, attributes, tensors, message) => {
    const reading = made(op, inputs, attributes, [yes, ...tensors]);
    await expect(reading).rejects.toThrow(message);
    const error: unknown = await reading.catch((error: unknown) => error);
    expect(error instanceof CheckpointError || error instanceof UnsupportedError).toBe(true);
  });
});

describe("a value of nothing, one axis of which is of any length, costs nothing", () => {
  const nothing = {
    name: "nothing",
    dims: [2n ** 50n, 0n],
    dataType: 7,
    rawData: new Uint8Array(),
  };
  const bounds = [int64s("most", [2 ** 50])];

  test.each<[string, string[], Attributes]>([
    ["Slice", ["nothing", "zero", "most", "zero"], {}],
    ["Slice", ["nothing", "zero", "two", "two"], {}],
    ["Gather", ["nothing", "none"], { axis: 1 }],
    ["Concat", ["nothing", "nothing"], { axis: 1 }],
    ["Transpose", ["nothing"], {}],
  ])("%s of %j", async (op, inputs, attributes) => {
    const none = { ...int64s("none", []), dims: [0n] };
    const axis = int64s("two", [1]);
    const tensors = [nothing, ...bounds, none, axis, int64s("zero", [0])];
    const nodes = [node(op, inputs, "made", attributes), node("Reshape", ["x", "made"], "y")];
    await expect(evaluate({ tensors, nodes }, [1, 2, 3, 4])).rejects.toThrow(CheckpointError);
  });
});
