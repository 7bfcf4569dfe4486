import { UnsupportedError } from "@evalpool/errors";
import { describe, expect, test } from "vitest";
import { readOnnx } from "./read-onnx.js";
import { evaluate, opsOf } from "./testing/evaluate.js";
import { floats, int64s, onnxFile, type TestModel, type TestNode } from "./testing/onnx-model.js";

const node = (
  op: string,
  inputs: readonly string[],
  output: string,
  attributes: TestNode["attributes"] = {},
): TestNode => ({ op, inputs, outputs: [output], attributes });

describe("the first axis", () => {
  const weight = floats("W", [4, 2], [1, 0, 0, 1, 1, 0, 0, 1]);
  // As PyTorch writes x.view(x.size(0), -1).
  const view: TestNode[] = [
    node("Shape", ["x"], "shape"),
    node("Gather", ["shape", "zero"], "batch"),
    node("Unsqueeze", ["batch"], "row", { axes: [0] }),
    node("Concat", ["row", "rest"], "to", { axis: 0 }),
    node("Reshape", ["x", "to"], "flat"),
    node("MatMul", ["flat", "W"], "y"),
  ];
  const zero = { name: "zero", dims: [], dataType: 7, rawData: new Uint8Array(8) };
  const model: TestModel = {
    opset: 11,
    inputs: { x: ["N", 1, 2, 2] },
    outputs: { y: ["N", 2] },
    tensors: [weight, zero, int64s("rest", [-1])],
    nodes: view,
  };

  test("is the batch, where shapes are worked out of it", async () => {
    const { values, graph } = await evaluate(model, [1, 2, 3, 4, 5, 6, 7, 8]);
    expect(values).toEqual([4, 6, 12, 14]);
    expect(opsOf(graph)).toEqual(["flatten", "dense"]);
  });

  test("is so as well where the file has one of 1", async () => {
    const fixed = {
      ...model,
      inputs: { x: [1, 1, 2, 2] },
      tensors: [weight, int64s("to", [1, 4])],
      nodes: view.slice(4),
    };
    expect((await evaluate(fixed, [1, 2, 3, 4, 5, 6, 7, 8])).values).toEqual([4, 6, 12, 14]);
  });

  test("is one of the example's where a node works along it, and still gives each its own", async () => {
    const moved: TestModel = {
      inputs: { x: [1, 2, 2] },
      outputs: { y: [4] },
      tensors: [int64s("to", [4])],
      nodes: [
        node("Transpose", ["x"], "t", { perm: [2, 1, 0] }),
        node("Reshape", ["t", "to"], "y"),
      ],
    };
    const { values } = await evaluate(moved, [1, 2, 3, 4, 5, 6, 7, 8]);
    expect(values).toEqual([1, 3, 2, 4, 5, 7, 6, 8]);
  });

  test("is refused where several belong together", async () => {
    const mean: TestModel = {
      inputs: { x: [2, 3] },
      outputs: { y: [1, 3] },
      nodes: [node("ReduceMean", ["x"], "y", { axes: [0] })],
    };
    await expect(evaluate(mean, [1, 2, 3])).rejects.toThrow("its examples cannot be told apart");
  });
});

describe("what a file takes and gives", () => {
  const sum = (inputs: TestModel["inputs"]): TestModel => ({
    ...(inputs && { inputs }),
    outputs: { y: ["N", 6] },
    nodes: [node("Flatten", ["x"], "y")],
  });

  test.each([
    [["N", 6], [6]],
    [
      ["N", 2, 3],
      [1, 2, 3],
    ],
    [
      ["N", 1, 2, 3],
      [1, 2, 3],
    ],
    [
      ["N", 2, 3, 1],
      [1, 2, 3],
    ],
    [
      [1, 2, 1, 3],
      [3, 2, 1],
    ],
  ])("%j is an image of %j", async (x, expected) => {
    const network = await readOnnx(onnxFile(sum({ x })), "net.onnx", {});
    expect(network.graph.input.shape).toEqual(expected);
  });

  test("channels that come last are turned", async () => {
    const { values } = await evaluate(sum({ x: ["N", 5, 2, 3] }), [
      ...Array.from({ length: 30 }, (_, i) => i),
    ]);
    // numpy.arange(30).reshape(3, 5, 2).transpose(1, 2, 0).ravel()[:6]
    expect(values.slice(0, 6)).toEqual([0, 10, 20, 1, 11, 21]);
  });

  test.each<[string, TestModel, string]>([
    [
      "of integers",
      { elemType: 7, nodes: [node("Relu", ["x"], "y")] },
      "input x of type int64, expected floats",
    ],
    ["of five axes", sum({ x: ["N", 1, 1, 2, 3] }), "expected a flat input or an image"],
  ])("an input %s is refused", async (_, model, message) => {
    await expect(readOnnx(onnxFile(model), "net.onnx", {})).rejects.toThrow(UnsupportedError);
    await expect(readOnnx(onnxFile(model), "net.onnx", {})).rejects.toThrow(message);
  });

  test("inputs of 16 bits are floats too", async () => {
    for (const elemType of [10, 16]) {
      const { graph } = await evaluate(
        { elemType, nodes: [node("Relu", ["x"], "y")] },
        [1, 2, 3, 4],
      );
      expect(opsOf(graph)).toEqual(["relu"]);
    }
  });

  test("the opset is that of the standard's own operations, by either of its names", async () => {
    // Of opset 6, Softmax would be along all axes.
    const nodes = [{ ...node("Softmax", ["x"], "p"), domain: "ai.onnx" }, node("Flatten", ["p"], "y")]; // prettier-ignore
    const model = { domains: { "com.microsoft": 6 }, inputs: { x: ["N", 2, 2] }, nodes };
    expect((await evaluate(model, [0, 0, 1, 1])).values).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  test("of several outputs, one of maps is none of classes; and 1000 classes are flat", async () => {
    const nodes = [node("Relu", ["x"], "maps"), node("GlobalAveragePool", ["x"], "means")];
    const outputs = { maps: ["N", 3, 2, 2], means: ["N", 3, 1, 1] };
    const model = { inputs: { x: ["N", 3, 2, 2] }, outputs, nodes };
    const { values, graph } = await evaluate(
      model,
      Array.from({ length: 12 }, (_, i) => i),
    );
    expect(values).toEqual([1.5, 5.5, 9.5]);
    expect(opsOf(graph)).toEqual(["globalAveragePool2d", "flatten"]);
  });

  const two: TestModel = {
    outputs: { label: ["N", 1], probabilities: ["N", 4] },
    tensors: [floats("W", [4, 1], [1, 1, 1, 1])],
    nodes: [node("MatMul", ["x", "W"], "label"), node("Softmax", ["x"], "probabilities")],
  };

  test("of several outputs, the one that is a value for each class is taken", async () => {
    const { graph } = await evaluate(two, [1, 2, 3, 4]);
    expect(opsOf(graph)).toEqual(["softmax"]);
  });

  test("it is asked for where that is not unique, or taken by its name", async () => {
    const both = { ...two, tensors: [floats("W", [4, 2], [1, 1, 1, 1, 1, 1, 1, 1])] };
    await expect(readOnnx(onnxFile(both), "net.onnx", {})).rejects.toThrow(
      "net.onnx: which of its outputs gives a value for each class? It has label (2,), " +
        "probabilities (4,); name one with --output NAME",
    );
    const label = await readOnnx(onnxFile(both), "net.onnx", { output: "label" });
    expect(opsOf(label.graph)).toEqual(["dense"]);
    await expect(readOnnx(onnxFile(both), "net.onnx", { output: "labels" })).rejects.toThrow(
      "there is no output labels; it has label, probabilities. Did you mean label?",
    );
  });
});

describe("what is not covered is named, all of it", () => {
  const lacksOf = async (model: TestModel): Promise<readonly string[]> => {
    const error: unknown = await Promise.resolve(readOnnx(onnxFile(model), "net.onnx", {})).catch(
      (error: unknown) => error,
    );
    if (error instanceof UnsupportedError) return error.lacks;
    throw error;
  };

  test("operations, domains and values of attributes", async () => {
    const nodes: TestNode[] = [
      { ...node("GRU", ["x"], "a"), name: "gru_1" },
      node("Relu", ["a"], "b"),
      { ...node("FusedConv", ["x"], "c"), name: "f", domain: "com.microsoft" },
      node("Pad", ["x", "pads"], "d", { mode: "wrap" }),
      node("LeakyRelu", ["x"], "e", { slope: { f: 1 } }),
      node("Concat", ["b", "c", "d", "e"], "y", { axis: 1 }),
    ];
    expect(await lacksOf({ nodes, opset: 11, tensors: [int64s("pads", [0, 0, 0, 0])] })).toEqual([
      "GRU (node gru_1), opset 11",
      "FusedConv (node f): of com.microsoft",
      'Pad (node d): mode "wrap"',
      "LeakyRelu (node e): attribute slope",
    ]);
  });

  test("what no output depends on is left alone", async () => {
    const nodes = [node("GRU", ["x"], "a"), node("Relu", ["x"], "y")];
    expect(opsOf((await evaluate({ nodes }, [1, 2, 3, 4])).graph)).toEqual(["relu"]);
  });

  test("attributes of another kind than the operation has", async () => {
    const kinds: [TestNode["attributes"], string][] = [
      [{ alpha: 1 }, "expected attribute alpha of kind float, got int"],
      [{ alpha: "1" }, "expected attribute alpha of kind float, got string"],
      [{ alpha: { floats: [1] } }, "expected attribute alpha of kind float, got floats"],
      [{ alpha: { t: {} } }, "expected attribute alpha of kind float, got tensor"],
    ];
    for (const [attributes, message] of kinds) {
      const reading = evaluate({ nodes: [node("LeakyRelu", ["x"], "y", attributes)] }, []);
      await expect(reading).rejects.toThrow(message);
    }
    const perm = evaluate({ nodes: [node("Transpose", ["x"], "y", { perm: 1 })] }, []);
    await expect(perm).rejects.toThrow("expected attribute perm of kind ints, got int");
  });

  test("an output without a name is not one that is taken, as an input that is left out", async () => {
    const clip = node("Clip", ["x", "", ""], "y");
    const other: TestNode = { op: "GRU", inputs: ["x"], outputs: ["", "h"] };
    expect(opsOf((await evaluate({ nodes: [other, clip] }, [1, 2, 3, 4])).graph)).toEqual(["identity"]); // prettier-ignore
  });

  test("versions, functions and inputs", async () => {
    const nodes = [node("Relu", ["x"], "y")];
    expect(await lacksOf({ nodes, opset: 5 })).toEqual([
      "expected an opset from 6 to 28, got 5 (IR version 8)",
    ]);
    expect(await lacksOf({ nodes, opset: 99, irVersion: 99 })).toEqual([
      "IR version 99, expected up to 14",
      "expected an opset from 6 to 28, got 99 (IR version 99)",
    ]);
    expect(await lacksOf({ nodes, functions: ["Mine"] })).toEqual([
      "function Mine of the model's own",
    ]);
    const inputs = { x: ["N", 4], mask: ["N", 4] };
    expect(await lacksOf({ nodes, inputs })).toEqual(["2 inputs (x, mask), expected one"]);
    expect(await lacksOf({ nodes, inputs: { x: ["N", 3, "h", "w"] } })).toEqual([
      "input x with axes of any length, (?,3,?,?), where only the first may be so",
    ]);
    expect(await lacksOf({ nodes: [node("Gelu", ["x"], "y")], opset: 19 })).toEqual([
      "Gelu (node y), opset 19",
    ]);
  });
});

describe("axes", () => {
  test.each<[string, number | number[], number | string]>([
    ["Softmax", 1, 1],
    ["Softmax", -1, 1],
    ["Softmax", 2, "there is no axis 2 in 2"],
    ["Softmax", -3, "there is no axis -3 in 2"],
    ["ReduceMean", [2], "there is no axis 2 in 2"],
    ["ReduceMean", [-3], "there is no axis -3 in 2"],
  ])("%s along %j", async (op, axis, expected) => {
    const nodes = [node(op, ["x"], "y", typeof axis === "number" ? { axis } : { axes: axis })];
    const reading = evaluate({ nodes }, [0, 0, 0, 0]);
    if (typeof expected === "number")
      expect((await reading).values).toEqual([0.25, 0.25, 0.25, 0.25]);
    else await expect(reading).rejects.toThrow(expected);
  });
});

describe("weights", () => {
  test("a tensor that two nodes share becomes a parameter of each", async () => {
    const nodes = [node("MatMul", ["x", "W"], "a"), node("MatMul", ["a", "W"], "y")];
    const tensors = [floats("W", [2, 2], [0, 1, 2, 0])];
    const model = { nodes, tensors, inputs: { x: ["N", 2] }, outputs: { y: ["N", 2] } };
    expect((await evaluate(model, [1, 10])).values).toEqual([2, 20]);
    const network = await readOnnx(onnxFile(model), "net.onnx", {});
    expect([...network.parameters.keys()]).toEqual(["W", "W#2"]);
  });

  test("of 16 bits and 64, in raw bytes and in typed fields", async () => {
    const nodes = ["a", "b", "c", "d"].map((name, i) =>
      node("Add", [i === 0 ? "x" : `s${i - 1}`, name], i === 3 ? "y" : `s${i}`),
    );
    const tensors = [
      // 1.5 as float16 and as bfloat16, whose bits are 15872 and 16320.
      { name: "a", dims: [1n], dataType: 10, int32Data: [Uint8Array.of(0x80, 0x7c)] },
      { name: "b", dims: [1n], dataType: 16, rawData: Uint8Array.of(0xc0, 0x3f) },
      {
        name: "c",
        dims: [1n],
        dataType: 11,
        rawData: new Uint8Array(Float64Array.of(0.25).buffer),
      },
      {
        name: "d",
        dims: [1n],
        dataType: 1,
        floatData: [new Uint8Array(Float32Array.of(4).buffer)],
      },
    ];
    expect((await evaluate({ nodes, tensors }, [0, 0, 0, 0])).values[0]).toBe(1.5 + 1.5 + 0.25 + 4);
  });

  // A varint of -1 has 10 bytes: it is that of 64 bits.
  const minusOne = Uint8Array.of(...Array.from({ length: 9 }, () => 255), 1);

  test.each<[string, number, number[], number]>([
    ["uint8", 2, [200], 200],
    ["int8", 3, [0xfd], -3],
    ["uint16", 4, [0x60, 0xea], 60_000],
    ["int16", 5, [0xfe, 0xff], -2],
    ["int32", 6, [0x90, 0xee, 0xfe, 0xff], -70_000],
    ["int64", 7, [0xfb, 255, 255, 255, 255, 255, 255, 255], -5],
    ["bool", 9, [1], 1],
    ["uint32", 12, [0, 0x28, 0x6b, 0xee], 4_000_000_000],
    ["uint64", 13, [0, 0, 0, 0, 0, 0, 0, 0x80], 2 ** 63],
  ])("%s in raw bytes", async (_, dataType, bytes, value) => {
    const c = { name: "c", dims: [1n], dataType, rawData: Uint8Array.from(bytes) };
    const short = { ...c, dims: [2n] };
    const nodes = [node("Cast", ["c"], "f", { to: 1 }), node("Add", ["x", "f"], "y")];
    expect((await evaluate({ nodes, tensors: [c] }, [0, 0, 0, 0])).values[0]).toBe(value);
    await expect(evaluate({ nodes, tensors: [short] }, [0, 0, 0, 0])).rejects.toThrow(
      `of shape (2) takes ${bytes.length * 2} bytes, got ${bytes.length}`,
    );
  });

  test("a varint of a million bytes is read as quickly as others", async () => {
    const bytes = new Uint8Array(1_000_000).fill(255).with(-1, 1);
    const tensors = [{ name: "c", dims: [1n], dataType: 7, int64Data: [bytes] }];
    const nodes = [node("Cast", ["c"], "f", { to: 1 }), node("Add", ["x", "f"], "y")];
    expect((await evaluate({ nodes, tensors }, [0, 0, 0, 0])).values[0]).toBe(-1);
  });

  test("weights of integers are refused", async () => {
    const c = { name: "c", dims: [4n], dataType: 7, int64Data: [Uint8Array.of(1, 2, 3, 4)] };
    const reading = evaluate({ nodes: [node("PRelu", ["x", "c"], "y")], tensors: [c] }, []);
    await expect(reading).rejects.toThrow("PRelu (node y): weights of integer values");
  });

  test.each([
    ["int8 of int32_data", { dataType: 3, int32Data: [minusOne] }, -1],
    ["int64 of int64_data", { dataType: 7, int64Data: [minusOne] }, -1],
    ["uint64 of uint64_data", { dataType: 13, uint64Data: [minusOne] }, 2 ** 64],
    ["uint32 of uint64_data", { dataType: 12, uint64Data: [Uint8Array.of(0xac, 2)] }, 300],
    ["float64 of double_data", { dataType: 11, doubleData: [new Uint8Array(Float64Array.of(0.1).buffer)] }, 0.1], // prettier-ignore
  ])("%s", async (_, values, expected) => {
    const tensors = [{ name: "c", dims: [1n], ...values }];
    const nodes = [node("Cast", ["c"], "f", { to: 11 }), node("Add", ["x", "f"], "y")];
    expect((await evaluate({ nodes, tensors }, [0, 0, 0, 0])).values[0]).toBe(expected);
  });
});
