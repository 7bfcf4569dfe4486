import { describe, expect, test } from "vitest";
import { evaluate, opsOf } from "./testing/evaluate.js";
import { floats, int64s, type TestNode } from "./testing/onnx-model.js";

type Shape = readonly (number | string)[];

/** What one node gives for one example of a shape. */
async function one(
  opset: number,
  node: Omit<TestNode, "outputs">,
  x: readonly number[],
  shape: readonly number[] = [x.length],
  tensors: Parameters<typeof evaluate>[0]["tensors"] = [],
): Promise<number[]> {
  const inputs: Record<string, Shape> = { x: ["N", ...shape] };
  const model = {
    opset,
    inputs,
    outputs: { y: ["N"] },
    tensors,
    nodes: [{ ...node, outputs: ["y"] }],
  };
  return (await evaluate(model, x)).values;
}

const plain = (
  op: string,
  attributes: Required<TestNode>["attributes"] = {},
): Omit<TestNode, "outputs"> => {
  return { op, inputs: ["x"], attributes };
};

const round = (values: readonly number[]): number[] =>
  values.map((value) => Number(value.toFixed(6)));

describe("defaults are those of the standard", () => {
  test("LeakyRelu 0.01, Elu 1, HardSigmoid 0.2 and 0.5", async () => {
    expect(round(await one(6, plain("LeakyRelu"), [-1, 2]))).toEqual([-0.01, 2]);
    // numpy.expm1(-1)
    expect(round(await one(6, plain("Elu"), [-1, 2]))).toEqual([-0.632121, 2]);
    expect(round(await one(6, plain("HardSigmoid"), [1, -4]))).toEqual([0.7, 0]);
  });

  test("Gemm without alpha, beta or bias", async () => {
    const weight = floats("W", [2, 2], [1, 2, 3, 4]);
    const gemm = { op: "Gemm", inputs: ["x", "W"] };
    expect(await one(11, gemm, [1, 10], [2], [weight])).toEqual([31, 42]);
    const turned = { ...gemm, attributes: { transB: 1, alpha: { f: 2 } } };
    expect(await one(11, turned, [1, 10], [2], [weight])).toEqual([42, 86]);
    const biased = { ...gemm, inputs: ["x", "W", "b"], attributes: { beta: { f: 0.5 } } };
    const bias = floats("b", [1], [8]);
    expect(await one(11, biased, [1, 10], [2], [weight, bias])).toEqual([35, 46]);
  });

  test("Softmax before opset 13 is along all axes from 1 on, then along the last", async () => {
    const x = [0, 0, Math.log(2), 0];
    expect(round(await one(11, plain("Softmax"), x, [2, 2]))).toEqual([0.2, 0.2, 0.4, 0.2]);
    const last = await one(13, plain("Softmax"), x, [2, 2]);
    expect(round(last)).toEqual([0.5, 0.5, 0.666667, 0.333333]);
    const first = await one(13, plain("Softmax", { axis: 1 }), x, [2, 2]);
    expect(round(first)).toEqual([0.333333, 0.5, 0.666667, 0.5]);
  });

  test("BatchNormalization has an epsilon of 1e-5", async () => {
    const names = ["s", "b", "m", "v"];
    const tensors = names.map((name) => floats(name, [1], [name === "s" ? 1 : 0]));
    const node = { op: "BatchNormalization", inputs: ["x", ...names] };
    const [value] = await one(9, node, [1], [1], tensors);
    expect(value).toBeCloseTo(1 / Math.sqrt(1e-5), 2);
  });

  test("Clip has its bounds as attributes, then as inputs, and none unless told", async () => {
    const x = [-3, 0.5, 9];
    expect(await one(6, plain("Clip", { max: { f: 6 } }), x)).toEqual([-3, 0.5, 6]);
    const bounds = [floats("min", [], [0]), floats("max", [], [6])];
    const both = { op: "Clip", inputs: ["x", "min", "max"] };
    expect(await one(11, both, x, [3], bounds)).toEqual([0, 0.5, 6]);
    const upper = { op: "Clip", inputs: ["x", "", "max"] };
    expect(await one(11, upper, x, [3], bounds)).toEqual([-3, 0.5, 6]);
    expect(await one(13, plain("Clip"), x)).toEqual(x);
  });

  test("ReduceMean has its axes as an attribute, then as an input, and keeps them", async () => {
    const x = [1, 2, 3, 4, 5, 6, 7, 8];
    const old = plain("ReduceMean", { axes: [2, 3], keepdims: 0 });
    expect(await one(11, old, x, [2, 2, 2])).toEqual([2.5, 6.5]);
    const given = { op: "ReduceMean", inputs: ["x", "axes"] };
    expect(await one(18, given, x, [2, 2, 2], [int64s("axes", [-1, -2])])).toEqual([2.5, 6.5]);
  });

  test("Dropout does nothing, in each of its forms", async () => {
    expect(await one(6, plain("Dropout", { is_test: 1 }), [1, 2])).toEqual([1, 2]);
    expect(await one(10, plain("Dropout", { ratio: { f: 0.5 } }), [1, 2])).toEqual([1, 2]);
    const ratio = [floats("r", [], [0.5])];
    expect(await one(13, { op: "Dropout", inputs: ["x", "r"] }, [1, 2], [2], ratio)).toEqual([
      1, 2,
    ]);
  });

  test("opset 6 lines a constant up by axis", async () => {
    const node = { op: "Add", inputs: ["x", "c"], attributes: { broadcast: 1, axis: 1 } };
    const c = [floats("c", [2], [10, 20])];
    expect(await one(6, node, [1, 2, 3, 4], [2, 2], c)).toEqual([11, 12, 23, 24]);
    const last = { ...node, attributes: { broadcast: 1 } };
    expect(await one(6, last, [1, 2, 3, 4], [2, 2], c)).toEqual([11, 22, 13, 24]);
  });

  test("opset 6 lines a value up by axis, as it gates channels", async () => {
    const model = {
      opset: 6,
      inputs: { x: ["N", 2, 2, 2] },
      outputs: { y: ["N", 2, 2, 2] },
      tensors: [int64s("to", [0, 2])],
      nodes: [
        { op: "GlobalAveragePool", inputs: ["x"], outputs: ["mean"] },
        { op: "Reshape", inputs: ["mean", "to"], outputs: ["gate"] },
        { op: "Mul", inputs: ["x", "gate"], outputs: ["y"], attributes: { broadcast: 1, axis: 0 } },
      ],
    };
    const { values } = await evaluate(model, [1, 1, 1, 5, 3, 3, 3, 3, ...Array<number>(8).fill(1)]);
    expect(values).toEqual([2, 2, 2, 10, 9, 9, 9, 9, 1, 1, 1, 1, 1, 1, 1, 1]);
  });

  test("PRelu has a slope for each channel: opset 6 by its length, then as it is lined up", async () => {
    const x = [-1, -1, -1, -1];
    const node = { op: "PRelu", inputs: ["x", "s"] };
    expect(await one(6, node, x, [2, 2], [floats("s", [2], [1, 2])])).toEqual([-1, -1, -2, -2]);
    expect(await one(7, node, x, [2, 2], [floats("s", [2], [1, 2])])).toEqual([-1, -2, -1, -2]);
    expect(await one(9, node, x, [2, 2], [floats("s", [2, 1], [1, 2])])).toEqual([-1, -1, -2, -2]);
  });
});

describe("operations give what the standard's equations do", () => {
  const rows = [1, -2, 3, 4];
  const tensors = [
    ...[floats("c", [2], [10, 20]), floats("two", [1], [2]), floats("minus", [], [-2])],
    ...[floats("W", [2, 3], [1, 2, 3, 4, 5, 6]), floats("v", [2], [1, 10])],
    ...[floats("C", [1, 2], [10, 20]), floats("root", [2, 2], [1, 2, 3, 4])],
    ...[floats("one", [1], [1]), floats("squared", [1, 1], [2]), floats("endless", [], [Infinity])],
    { name: "no", dims: [], dataType: 9, rawData: Uint8Array.of(0) },
  ];

  test.each<[number, string, string[], Required<TestNode>["attributes"], number[]]>([
    [13, "Sub", ["c", "x"], {}, [9, 22, 7, 16]],
    [6, "Add", ["x", "c"], { broadcast: 1 }, [11, 18, 13, 24]],
    [6, "Add", ["x", "c"], { broadcast: 1, axis: 1 }, [11, 18, 13, 24]],
    [13, "Sum", ["x", "", "c"], {}, [11, 18, 13, 24]],
    [13, "Pow", ["x", "one"], {}, rows],
    [13, "Pow", ["x", "squared"], {}, [1, 4, 9, 16]],
    [7, "PRelu", ["x", "c"], {}, [1, -40, 3, 4]],
    [13, "Selu", ["x"], { alpha: { f: 1 } }, [1.050701, -0.908504, 3.152103, 4.202804]],
    [13, "Selu", ["x"], { gamma: { f: 3 } }, [3, -4.340435, 9, 12]],
    [13, "HardSigmoid", ["x"], { alpha: { f: 0.1 }, beta: { f: 0.3 } }, [0.4, 0.1, 0.6, 0.7]],
    [14, "HardSwish", ["x"], {}, [0.666667, -0.333333, 3, 4]],
    // x (1 + erf(x / √2)) / 2, and x (1 + tanh(√(2 / π) (x + 0.044715 x^3))) / 2
    [20, "Gelu", ["x"], {}, [0.841345, -0.0455, 2.99595, 3.999873]],
    [20, "Gelu", ["x"], { approximate: "tanh" }, [0.841192, -0.045402, 2.996363, 3.99993]],
    [13, "Clip", ["x", "two"], {}, [2, 2, 3, 4]],
    [13, "Clip", ["x", "minus", "two"], {}, [1, -2, 2, 2]],
    [13, "Dropout", ["x", "one", "no"], { seed: 3 }, rows],
    [19, "Cast", ["x"], { to: 1, saturate: 0 }, rows],
    [25, "Cast", ["x"], { to: 16, round_mode: "up" }, rows],
    [13, "Cast", ["x"], { to: 11 }, rows],
    [13, "Concat", ["C", "x"], { axis: 1 }, [10, 20, 1, -2, 10, 20, 3, 4]],
    [13, "Div", ["x", "endless"], {}, [0, 0, 0, 0]],
    [13, "Gemm", ["x", "root", "endless"], { beta: { f: 0 } }, [-5, -6, 15, 22]],
    [13, "Gemm", ["x", "root", "one"], {}, [-4, -5, 16, 23]],
    [13, "Sub", ["x", "c"], {}, [-9, -22, -7, -16]],
    [13, "Add", ["C", "x"], {}, [11, 18, 13, 24]],
    [13, "Mul", ["c", "x"], {}, [10, -40, 30, 80]],
    [13, "Div", ["x", "c"], {}, [0.1, -0.1, 0.3, 0.2]],
    [13, "Div", ["x", "two"], {}, [0.5, -1, 1.5, 2]],
    [13, "Div", ["x", "minus"], {}, [-0.5, 1, -1.5, -2]],
    [13, "Sum", ["x", "c", "x"], {}, [12, 16, 16, 28]],
    [13, "Mean", ["x", "c", "x", "x"], {}, [3.25, 3.5, 4.75, 8]],
    [13, "Max", ["x", "two", ""], {}, [2, 2, 3, 4]],
    [13, "Max", ["one", "x", "two"], {}, [2, 2, 3, 4]],
    [13, "Max", ["x", "squared"], {}, [2, 2, 3, 4]],
    [13, "Min", ["two", "x", "one"], {}, [1, -2, 1, 1]],
    [13, "Neg", ["x"], {}, [-1, 2, -3, -4]],
    [13, "Abs", ["x"], {}, [1, 2, 3, 4]],
    [13, "Sign", ["x"], {}, [1, -1, 1, 1]],
    // 2 (e^(-2 / 2) - 1), as numpy.expm1
    [13, "Celu", ["x"], { alpha: { f: 2 } }, [1, -1.264241, 3, 4]],
    // 3 (e^-2 - 1)
    [13, "Selu", ["x"], { alpha: { f: 1 }, gamma: { f: 3 } }, [3, -2.593994, 9, 12]],
    // x / (1 + e^(-2x))
    [24, "Swish", ["x"], { alpha: { f: 2 } }, [0.880797, -0.035972, 2.992582, 3.998659]],
    [24, "Swish", ["x"], {}, [0.731059, -0.238406, 2.857722, 3.928055]],
    // x tanh(log(1 + e^x))
    [18, "Mish", ["x"], {}, [0.865098, -0.252501, 2.986535, 3.997413]],
    [13, "Cast", ["x"], { to: 10 }, rows],
    [13, "MatMul", ["x", "root"], {}, [-5, -6, 15, 22]],
    // x W + 2 x
    [13, "Gemm", ["x", "root", "x"], { beta: { f: 2 } }, [-3, -10, 21, 30]],
    [13, "Gemm", ["x", "root", "x"], {}, [-4, -8, 18, 26]],
    [13, "Gemm", ["x", "root", "C"], { beta: { f: 0.5 } }, [0, 4, 20, 32]],
    [13, "Concat", ["x", "C"], { axis: 1 }, [1, -2, 10, 20, 3, 4, 10, 20]],
  ])("opset %i: %s of %j, %j", async (opset, op, inputs, attributes, expected) => {
    const got = round(await one(opset, { op, inputs, attributes }, rows, [2], tensors));
    expect(got).toEqual(expected);
  });

  // x [2, 2] of one example: numpy.matmul
  test("MatMul is along the last axis, of each row; by a vector it takes that away", async () => {
    const product = await one(13, { op: "MatMul", inputs: ["x", "W"] }, rows, [2, 2], tensors);
    expect(product).toEqual([-7, -8, -9, 19, 26, 33]);
    expect(await one(13, { op: "MatMul", inputs: ["x", "v"] }, rows, [2, 2], tensors)).toEqual([
      -19, 43,
    ]);
  });

  // numpy.pad(x, …) of one example
  test.each<[number, readonly number[], readonly number[], readonly number[]]>([
    [13, [0, 1, 0, 2], [2], [9, 1, -2, 9, 9, 9, 3, 4, 9, 9]],
    [10, [0, 1, 0, 2], [2], [9, 1, -2, 9, 9, 9, 3, 4, 9, 9]],
    [13, [0, 1, 0, 0, 0, 0], [2, 2], [9, 9, 1, -2, 3, 4]],
    [13, [0, 1, 0, 0, 0, 0, 0, 1], [1, 2, 2], [9, 9, 9, 9, 9, 9, 1, -2, 9, 3, 4, 9]],
  ])("opset %i: Pad by %j of %j", async (opset, pads, shape, expected) => {
    const given = [int64s("pads", pads), floats("nine", [], [9])];
    const node =
      opset < 11
        ? { op: "Pad", inputs: ["x"], attributes: { pads, value: { f: 9 } } }
        : { op: "Pad", inputs: ["x", "pads", "nine"] };
    expect(await one(opset, node, rows, shape, given)).toEqual(expected);
  });

  test("Pad of some axes alone, from opset 18 on", async () => {
    const given = [int64s("pads", [1, 0]), int64s("axes", [-1])];
    const node = { op: "Pad", inputs: ["x", "pads", "", "axes"] };
    expect(await one(18, node, rows, [2], given)).toEqual([0, 1, -2, 0, 3, 4]);
  });

  test("a gate and a divisor are of the same value, or are no SiLU and no softsign", async () => {
    const chain = (last: TestNode, ...nodes: TestNode[]) =>
      evaluate({ inputs: { x: ["N", 2] }, outputs: { y: ["N", 2] }, tensors, nodes: [...nodes, last] }, [1, -2]); // prettier-ignore
    const to = (op: string, inputs: string[], output: string): TestNode => ({ op, inputs, outputs: [output] }); // prettier-ignore
    const other = await chain(
      to("Mul", ["x", "gate"], "y"),
      to("Neg", ["x"], "n"),
      to("Sigmoid", ["n"], "gate"),
    );
    // x / (1 + e^x)
    expect(round(other.values)).toEqual([0.268941, -1.761594]);
    const difference = await chain(to("Sub", ["x", "r"], "y"), to("Relu", ["x"], "r"));
    expect(difference.values).toEqual([0, -2]);
    const wide = [
      to("Abs", ["x"], "a"),
      to("Mul", ["a", "two"], "b"),
      to("Add", ["b", "one"], "s"),
    ];
    await expect(chain(to("Div", ["x", "s"], "y"), ...wide)).rejects.toThrow("of two values");
  });

  test.each<[string, string[], Required<TestNode>["attributes"], string]>([
    ["Div", ["c", "x"], {}, "of a constant by a value"],
    ["Cast", ["x"], { to: 7 }, "to 7, which are no floats"],
    ["Pad", ["x", "pads", "infinite"], {}, "pads of Infinity"],
    ["Gelu", ["x"], { approximate: "erf" }, 'approximate "erf"'],
    ["Pow", ["x", "minus"], {}, "by other than 1, 2 or 3"],
    ["Dropout", ["x", "", "yes"], {}, "training_mode 1"],
  ])("%s of %j, %j, is refused", async (op, inputs, attributes, message) => {
    const yes = { name: "yes", dims: [], dataType: 9, rawData: Uint8Array.of(1) };
    const more = [int64s("pads", [0, 1, 0, 0]), floats("infinite", [], [Infinity]), yes];
    const reading = one(20, { op, inputs, attributes }, rows, [2], [...tensors, ...more]);
    await expect(reading).rejects.toThrow(message);
  });
});

describe("windows", () => {
  const pixels = Array.from({ length: 16 }, (_, i) => i);
  const pool = (attributes: Required<TestNode>["attributes"]): Omit<TestNode, "outputs"> =>
    plain("MaxPool", { kernel_shape: [3, 3], strides: [2, 2], ...attributes });

  test("auto_pad puts what is over behind, or before", async () => {
    const x: [readonly number[], readonly number[]] = [pixels, [1, 4, 4]];
    expect(await one(11, pool({ auto_pad: "SAME_UPPER" }), ...x)).toEqual([10, 11, 14, 15]);
    expect(await one(11, pool({ auto_pad: "SAME_LOWER" }), ...x)).toEqual([5, 7, 13, 15]);
    expect(await one(11, pool({ auto_pad: "VALID" }), ...x)).toEqual([10]);
    expect(await one(11, pool({}), ...x)).toEqual([10]);
  });

  test("ceil_mode lets the last window reach over the edge", async () => {
    expect(await one(11, pool({ ceil_mode: 1 }), pixels, [1, 4, 4])).toEqual([10, 11, 14, 15]);
  });

  test("a mean of what reaches over the edge is of what is there", async () => {
    const average = { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 };
    const got = await one(11, plain("AveragePool", average), pixels, [1, 4, 4]);
    expect(got).toEqual([5, 6.5, 11, 12.5]);
  });

  test("the padding of an average counts when that is said", async () => {
    const average = { kernel_shape: [2, 2], pads: [1, 1, 0, 0], strides: [2, 2] };
    expect(await one(11, plain("AveragePool", average), [4], [1, 1, 1])).toEqual([4]);
    const counted = { ...average, count_include_pad: 1 };
    expect(await one(11, plain("AveragePool", counted), [4], [1, 1, 1])).toEqual([1]);
  });

  test("one row of pixels is a convolution too", async () => {
    const node = { op: "Conv", inputs: ["x", "W"], attributes: { pads: [1, 0] } };
    const weight = [floats("W", [1, 1, 2], [1, 10])];
    const { values, graph } = await evaluate(
      {
        inputs: { x: ["N", 1, 3] },
        outputs: { y: ["N", 1, 3] },
        tensors: weight,
        nodes: [{ ...node, outputs: ["y"] }],
      },
      [1, 2, 3],
    );
    expect(values).toEqual([10, 21, 32]);
    expect(opsOf(graph)).toContain("conv2d");
  });
});
