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

const plain = (op: string, attributes: TestNode["attributes"] = {}): Omit<TestNode, "outputs"> => {
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
    const { values } = await evaluate(model, [1, 1, 1, 5, 3, 3, 3, 3]);
    expect(values).toEqual([2, 2, 2, 10, 9, 9, 9, 9]);
  });

  test("PRelu has a slope for each channel: opset 6 by its length, then as it is lined up", async () => {
    const x = [-1, -1, -1, -1];
    const node = { op: "PRelu", inputs: ["x", "s"] };
    expect(await one(6, node, x, [2, 2], [floats("s", [2], [1, 2])])).toEqual([-1, -1, -2, -2]);
    expect(await one(9, node, x, [2, 2], [floats("s", [2], [1, 2])])).toEqual([-1, -2, -1, -2]);
    expect(await one(9, node, x, [2, 2], [floats("s", [2, 1], [1, 2])])).toEqual([-1, -1, -2, -2]);
  });
});

describe("windows", () => {
  const pixels = Array.from({ length: 16 }, (_, i) => i);
  const pool = (attributes: TestNode["attributes"]): Omit<TestNode, "outputs"> =>
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
