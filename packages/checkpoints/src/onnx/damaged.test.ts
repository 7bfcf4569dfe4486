import { readFileSync } from "node:fs";
import { create, toBinary } from "@bufbuild/protobuf";
import { CheckpointError, SpecError, UnsupportedError } from "@evalpool/errors";
import { bind } from "@evalpool/models";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeShared, sharedFile } from "../../../../test/shared.js";
import { changes, damaged } from "../testing/damage.js";
import { GraphProtoSchema, ModelProtoSchema } from "./onnx.generated.js";
import { readOnnx } from "./read-onnx.js";
import { readOnnxSignature } from "./signature.js";
import { floats, int64s, onnxFile, type TestModel, type TestNode } from "./testing/onnx-model.js";

const node = (op: string, inputs: readonly string[], output: string): TestNode => {
  return { op, inputs, outputs: [output] };
};

function isTyped(error: unknown): error is Error {
  return [CheckpointError, SpecError, UnsupportedError].some((type) => error instanceof type);
}

async function messageOf(bytes: Uint8Array): Promise<string> {
  try {
    await readOnnx(bytes, "net.onnx", {});
  } catch (error) {
    if (isTyped(error)) return error.message;
    throw error;
  }
  throw new Error("was read");
}

const wrong = (model: TestModel): Promise<string> => messageOf(onnxFile(model));

const ADVICE = "; eval runs it on onnxruntime-node, where that is installed";

describe("what does not hold together is told in a line", () => {
  test("nodes that take what nothing makes, or only later, or from each other", async () => {
    expect(await wrong({ nodes: [node("Relu", ["z"], "y")] })).toBe(
      "net.onnx: Relu (node y): takes z, which nothing makes",
    );
    const near = [node("Relu", ["x"], "hidden"), node("Relu", ["hiden"], "y")];
    expect(await wrong({ nodes: near })).toBe(
      "net.onnx: Relu (node y): takes hiden, which nothing makes. Did you mean hidden?",
    );
    const weights = [floats("weight", [1], [1])];
    expect(await wrong({ nodes: [node("Add", ["x", "wieght"], "y")], tensors: weights })).toContain(
      "takes wieght, which nothing makes. Did you mean weight?",
    );
    const later = [node("Relu", ["a"], "y"), node("Relu", ["x"], "a")];
    expect(await wrong({ nodes: later })).toContain(
      "takes a, which is made only after it, or of it",
    );
    const cycle = [
      node("Add", ["x", "b"], "a"),
      node("Relu", ["a"], "b"),
      node("Relu", ["b"], "y"),
    ];
    expect(await wrong({ nodes: cycle })).toContain(
      "takes b, which is made only after it, or of it",
    );
  });

  test("names that are given twice", async () => {
    const twice = [node("Relu", ["x"], "y"), node("Tanh", ["x"], "y")];
    expect(await wrong({ nodes: twice })).toBe(
      "net.onnx: Tanh (node y): makes y, which is there already",
    );
    const tensors = [floats("W", [1], [1]), floats("W", [1], [2])];
    expect(await wrong({ nodes: [node("Relu", ["x"], "y")], tensors })).toBe(
      "net.onnx: the initializer W is given twice",
    );
  });

  test("outputs that nothing makes, and none that depends on the input", async () => {
    expect(await wrong({ nodes: [node("Relu", ["x"], "z")] })).toBe(
      "net.onnx: nothing makes its output y",
    );
    const constant = [node("Identity", ["c"], "y")];
    expect(await wrong({ nodes: constant, tensors: [floats("c", [1], [1])] })).toBe(
      "net.onnx: none of its outputs depends on its input",
    );
  });

  test("tensors that are shorter than their shape, or larger than any file", async () => {
    const nodes = [node("MatMul", ["x", "W"], "y")];
    expect(await wrong({ nodes, tensors: [floats("W", [4, 4], [1, 2])] })).toBe(
      "net.onnx: tensor W: float32 of shape (4,4) takes 64 bytes, got 8",
    );
    expect(await wrong({ nodes, tensors: [floats("W", [2 ** 40, 4], [1])] })).toContain(
      "tensor W: float32 of shape (1099511627776,4) takes",
    );
    expect(await wrong({ nodes, tensors: [floats("W", [2 ** 40, 2 ** 40], [1])] })).toContain(
      "is beyond what a file can hold",
    );
    expect(await wrong({ nodes, tensors: [floats("W", [-1, 4], [1])] })).toContain(
      "tensor W: expected up to 64 axes of a length, got (-1,4)",
    );
    const typed = { name: "W", dims: [3n], dataType: 7, int64Data: [Uint8Array.of(1, 2)] };
    expect(await wrong({ nodes, tensors: [typed] })).toBe(
      "net.onnx: tensor W: shape (3) takes 3 values, got 2",
    );
  });

  test("constants that are made of next to nothing", async () => {
    const shape = int64s("shape", [2 ** 20, 2 ** 20]);
    const nodes = [node("ConstantOfShape", ["shape"], "c"), node("Add", ["x", "c"], "y")];
    expect(await wrong({ nodes, tensors: [shape] })).toBe(
      "net.onnx: cannot be run here: ConstantOfShape (node c): more than 268,435,456 values made of constants" +
        ADVICE,
    );
    const expand = [node("Expand", ["one", "shape"], "c"), node("Add", ["x", "c"], "y")];
    expect(await wrong({ nodes: expand, tensors: [shape, floats("one", [1], [1])] })).toContain(
      "more than 268,435,456 values made of constants" + ADVICE,
    );
  });

  test("a range that ends nowhere", async () => {
    const numbers = [floats("a", [], [NaN]), floats("b", [], [4]), floats("c", [], [1])];
    const nodes = [node("Range", ["a", "b", "c"], "r"), node("Add", ["x", "r"], "y")];
    expect(await wrong({ nodes, tensors: numbers })).toBe(
      "net.onnx: cannot be run here: Range (node r): counts the examples" + ADVICE,
    );
  });

  const many = Array.from({ length: 100_000 }, (_, i) => i + 2);
  const [zero, most] = [int64s("zero", [0]), int64s("most", [2 ** 40 - 1])];

  test.each<[string, TestModel, string]>([
    [
      "a part of 2^40 values",
      { inputs: { x: ["N", 2 ** 40] }, nodes: [node("Slice", ["x", "zero", "most", "axis"], "y")] },
      "at most 268,435,456 values for each example, got 2,199,023,255,551",
    ],
    [
      "2^40 parts",
      {
        opset: 18,
        nodes: [{ ...node("Split", ["x"], "y"), attributes: { num_outputs: 2 ** 40 } }],
      },
      "Split (node y): expected 1099511627776 outputs, got 1",
    ],
    [
      "a value of 100,000 axes",
      { opset: 11, nodes: [{ ...node("Unsqueeze", ["x"], "y"), attributes: { axes: many } }] },
      "Unsqueeze (node y): to 100001 axes",
    ],
    [
      "a list of 100,000 numbers",
      { nodes: [{ ...node("Transpose", ["x"], "y"), attributes: { perm: many } }] },
      "expected each of 2 axes once, got perm 2,3,4,5,",
    ],
    [
      "a text of a million characters",
      {
        inputs: { x: ["N", 1, 4, 4] },
        nodes: [
          {
            ...node("MaxPool", ["x"], "y"),
            attributes: { kernel_shape: [2, 2], pads: [1, 0, 0, 0], auto_pad: "S".repeat(1e6) },
          },
        ],
      },
      "MaxPool (node y): pads together with auto_pad SSSSS",
    ],
  ])("%s, in little time and few words", async (_, model, message) => {
    const told = await wrong({ tensors: [zero, most, int64s("axis", [1])], ...model });
    expect(told).toContain(message);
    expect(told.length).toBeLessThan(800);
  });

  test("weights of another shape", async () => {
    const nodes = [node("MatMul", ["x", "W"], "y")];
    expect(await wrong({ nodes, tensors: [floats("W", [2, 2], [1, 2, 3, 4])] })).toBe(
      "net.onnx: MatMul (node y): expected weights for 4 inputs, got (2,2)",
    );
  });

  test("what fits neither a single example nor a batch as a whole, by the one", async () => {
    const model: TestModel = {
      inputs: { x: [2, 1, 4, 4] },
      tensors: [floats("W", [1, 3, 1, 1], [1, 2, 3])],
      nodes: [node("Conv", ["x", "W"], "y")],
    };
    expect(await wrong(model)).toBe(
      "net.onnx: Conv (node y): expected weights for 1 channels, got 3 in 1 groups",
    );
  });

  test("numbers that are none", async () => {
    const attributes = { alpha: { f: NaN } };
    expect(await wrong({ nodes: [{ ...node("Elu", ["x"], "y"), attributes }] })).toBe(
      "net.onnx: Elu (node y): expected attribute alpha to be a finite number, got NaN",
    );
  });

  test("more nodes than a graph may have, all of one name", async () => {
    const nodes = Array.from({ length: 40_000 }, (_, i): TestNode => {
      const [from, to] = [i === 0 ? "x" : `v${i}`, i === 39_999 ? "y" : `v${i + 1}`];
      return { ...node("Relu", [from], to), name: "relu" };
    });
    await expect(readOnnx(onnxFile({ nodes }), "net.onnx", {})).rejects.toThrow(
      "net: expected at most 10,000 nodes, got 40,000",
    );
  });

  test("graphs of 100,000 nodes", async () => {
    const nodes = Array.from({ length: 100_000 }, (_, i) => node("Relu", [`v${i}`], `v${i + 1}`));
    expect(await wrong({ nodes })).toBe("net.onnx: expected at most 50,000 nodes, got 100,000");
  });
});

describe("bytes that are no ONNX file", () => {
  test.each<[string, Uint8Array, string]>([
    ["none", new Uint8Array(), "there is no IR version in it"],
    ["text", new TextEncoder().encode("<!doctype html><p>Not Found"), "not a valid ONNX file"],
    ["a version alone", Uint8Array.of(8, 3), "there is no graph in it"],
    ["cut off", Uint8Array.of(8, 3, 58, 100, 0), "expected 100 bytes more, got 1 at byte 4"],
    ["another field", Uint8Array.of(8, 3, 56, 0), "ModelProto.graph: wire type 0"],
    ["a group", Uint8Array.of(8, 3, 0xa3, 6), "expected a field, got wire type 3"],
    ["an endless number", new Uint8Array(20).fill(0xff), "expected a number of at most 10 bytes"],
  ])("%s", async (_, bytes, reason) => {
    expect(await messageOf(bytes)).toContain(reason);
    const read = () => readOnnxSignature(bytes, "net.onnx");
    expect(read).toThrow(CheckpointError);
    expect(read).toThrow(reason);
  });

  test("of millions of parts, two bytes each", async () => {
    const graph = new Uint8Array(6_000_000).map((_, i) => (i % 2 === 0 ? 10 : 0));
    expect(toBinary(GraphProtoSchema, create(GraphProtoSchema, { node: [{}, {}] }))).toEqual(
      graph.subarray(0, 4),
    );
    const head = toBinary(ModelProtoSchema, create(ModelProtoSchema, { irVersion: 8n }));
    // Field 7, and 6,000,000 as a varint.
    const bytes = Uint8Array.from([...head, 58, 0x80, 0x9b, 0xee, 0x02, ...graph]);
    expect(await messageOf(bytes)).toBe(
      "net.onnx: expected at most 2,097,152 fields in all, got more",
    );
  });
});

async function survives(bytes: Uint8Array): Promise<boolean> {
  try {
    const { graph, parameters } = await readOnnx(bytes, "net.onnx", {});
    bind(graph, parameters, "net.onnx");
    return true;
  } catch (error) {
    if (!isTyped(error)) throw error;
    return false;
  }
}

/** A small file with a node of every kind that there is for shapes, constants and layers. */
const everyKind = onnxFile({
  opset: 13,
  inputs: { x: ["N", 1, 6, 6] },
  outputs: { y: ["N", 2] },
  tensors: [
    floats(
      "W",
      [2, 1, 3, 3],
      Array.from({ length: 18 }, (_, i) => i),
    ),
    floats("b", [2], [1, 2]),
    floats(
      "V",
      [8, 2],
      Array.from({ length: 16 }, (_, i) => i),
    ),
    int64s("zero", [0]),
    int64s("rest", [-1]),
    int64s("pads", [0, 0, 1, 1, 0, 0, 1, 1]),
    int64s("axes", [1]),
  ],
  nodes: [
    node("Pad", ["x", "pads"], "p"),
    { ...node("Conv", ["p", "W", "b"], "c"), attributes: { strides: [2, 2], pads: [0, 0, 1, 1] } },
    { ...node("Clip", ["c", "", ""], "k") },
    { ...node("Transpose", ["k"], "t"), attributes: { perm: [0, 2, 3, 1] } },
    { ...node("Mul", ["t", "b"], "m") },
    { ...node("Transpose", ["m"], "u"), attributes: { perm: [0, 3, 1, 2] } },
    { ...node("MaxPool", ["u"], "q"), attributes: { kernel_shape: [2, 2], strides: [2, 2] } },
    node("Shape", ["x"], "shape"),
    node("Gather", ["shape", "zero"], "n"),
    { ...node("Concat", ["n", "rest"], "to"), attributes: { axis: 0 } },
    node("Reshape", ["q", "to"], "f"),
    node("Unsqueeze", ["f", "axes"], "g"),
    node("Squeeze", ["g", "axes"], "h"),
    node("Gemm", ["h", "V", "b"], "d"),
    node("Softmax", ["d"], "y"),
  ],
});

describe("damaged in any way, files give a typed error or a network that can be bound", () => {
  test("as it is, it is read", async () => {
    expect(await survives(everyKind)).toBe(true);
  });

  test("with a few bytes changed", async () => {
    const damage = changes(everyKind.length).map((some) => damaged(everyKind, some));
    await fc.assert(
      fc.asyncProperty(damage, async (bytes) => void (await survives(bytes))),
      { numRuns: 10_000 },
    );
  }, 60_000);

  test("cut off anywhere", async () => {
    for (let length = 0; length < everyKind.length; length++) {
      expect(await survives(everyKind.subarray(0, length)), `${length}`).toBe(false);
    }
  });
});

describeShared("a public file", () => {
  test("with a few bytes changed", async () => {
    const file = readFileSync(sharedFile("real/cntk-mnist.onnx"));
    const damage = changes(file.length).map((some) => damaged(file, some));
    await fc.assert(
      fc.asyncProperty(damage, async (bytes) => void (await survives(bytes))),
      { numRuns: 2000 },
    );
  }, 60_000);
});
