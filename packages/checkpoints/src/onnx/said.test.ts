import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { CheckpointError, required, UnsupportedError } from "@evalpool/errors";
import { bind } from "@evalpool/models";
import { describe, expect, test } from "vitest";
import { decodeModel } from "./decode-model.js";
import {
  AttributeProtoSchema,
  SparseTensorProtoSchema,
  TensorProtoSchema,
  ValueInfoProtoSchema,
} from "./onnx.generated.js";
import { readOnnx } from "./read-onnx.js";
import { readOnnxSignature } from "./signature.js";
import { evaluate, opsOf } from "./testing/evaluate.js";
import { floats, onnxFile, type TestModel, type TestNode } from "./testing/onnx-model.js";

type Change = NonNullable<TestModel["change"]>;
type Tensor = NonNullable<TestModel["tensors"]>[number];

const elu: TestNode = { op: "Elu", inputs: ["x"], outputs: ["y"] };

const read = (model: Partial<TestModel>) => readOnnx(onnxFile({ nodes: [elu], ...model }), "net.onnx", {}); // prettier-ignore

const errorOf = async (model: Partial<TestModel>): Promise<unknown> =>
  Promise.resolve(read(model)).catch((error: unknown) => error);

describe("attributes that are not as their operation has them are told by their kind", () => {
  const said = (...attributes: MessageInitShape<typeof AttributeProtoSchema>[]): Change => {
    const made = attributes.map((one) => create(AttributeProtoSchema, { name: "alpha", ...one }));
    return ({ graph }) => void graph?.node[0]?.attribute.push(...made);
  };
  const kind = (got: string): string => `expected attribute alpha of kind float, got ${got}`;

  test.each<[string, Change, string]>([
    ["twice", said({ type: 1, f: 1 }, { type: 1, f: 2 }), "alpha is given twice"],
    ["of a function around", said({ type: 1, f: 1, refAttrName: "a" }), kind("other")],
    ["a graph", said({ type: 5 }), kind("other")],
    ["no kind that is known", said({ type: 99 }), kind("other")],
    ["texts", said({ type: 8, strings: [new Uint8Array()] }), kind("strings")],
    ["a tensor that is not there", said({ type: 4 }), kind("other")],
    [
      "a tensor",
      said({ type: 4, t: create(TensorProtoSchema, { dims: [0n], dataType: 1 }) }),
      kind("tensor"),
    ],
  ])("%s", async (_, change, reason) => {
    expect(await errorOf({ change })).toEqual(
      new CheckpointError("net.onnx", `Elu (node y): ${reason}`),
    );
  });

  test("of a node without a name or outputs", async () => {
    const change: Change = (model) => {
      said({ type: 1 }, { type: 1 })(model);
      required(model.graph?.node[0], "node").output = [];
    };
    await expect(read({ change })).rejects.toThrow("Elu (node ?): alpha is given twice");
    const node = { op: "GRU", inputs: ["x"], outputs: ["", "y"] };
    expect(await errorOf({ nodes: [node] })).toMatchObject({ lacks: ["GRU (node y), opset 13"] });
  });

  test("those that it does not ask for, all of them", async () => {
    const attributes = { alpha: { f: 1 }, slope: 1, tilt: 2 };
    expect(await errorOf({ nodes: [{ ...elu, attributes }] })).toMatchObject({
      lacks: ["Elu (node y): attribute slope, tilt"],
    });
  });
});

describe("what a file says of itself", () => {
  test("versions up to the newest are read", async () => {
    const { graph } = await read({ opset: 28, irVersion: 14 });
    expect(opsOf(graph)).toEqual(["elu"]);
  });

  test.each<[string, Change, string[]]>([
    [
      "no opset",
      (model) => void (model.opsetImport = []),
      ["expected an opset from 6 to 28, got none (IR version 8)"],
    ],
    [
      "sparse weights",
      ({ graph }) => {
        const sparse = [{ values: { name: "S" } }, {}];
        const made = sparse.map((one) => create(SparseTensorProtoSchema, one));
        required(graph, "graph").sparseInitializer = made;
      },
      ["sparse initializer S", "sparse initializer "],
    ],
  ])("%s", async (_, change, lacks) => {
    const error = await errorOf({ change });
    expect(error).toBeInstanceOf(UnsupportedError);
    expect((error as UnsupportedError).lacks).toEqual(lacks);
  });

  test("the opset may be under the standard's other name, and a producer has a version", async () => {
    const change: Change = (model) => {
      required(model.opsetImport[0], "opset").domain = "ai.onnx";
      model.producerVersion = "1.2";
    };
    const { opset, producer } = await decodeModel(onnxFile({ nodes: [elu], change }), "net.onnx");
    expect({ opset, producer }).toEqual({ opset: 13, producer: "test 1.2" });
  });

  test("values of other types than tensors, or of no shape, have none; and are no input", async () => {
    const odd = [
      { name: "sequence", type: { value: { case: "sequenceType" as const, value: {} } } },
      { name: "untyped" },
      { name: "x", type: { tensorType: { elemType: 1 } } },
      { name: "other", type: { tensorType: { elemType: 99, shape: { dim: [{ dimValue: -1n }] } } } },
    ]; // prettier-ignore
    const change: Change = ({ graph }) => {
      const values = odd.map((value) => create(ValueInfoProtoSchema, value));
      required(graph, "graph").input = values;
    };
    const bytes = onnxFile({ nodes: [elu], change });
    expect(readOnnxSignature(bytes, "net.onnx").inputs).toEqual([
      { name: "sequence", type: "no tensor", shape: [] },
      { name: "untyped", type: "no tensor", shape: [] },
      { name: "x", type: "float32", shape: [] },
      { name: "other", type: "type 99", shape: [undefined] },
    ]);
    const one: Change = (model) => {
      change(model);
      required(model.graph, "graph").input = required(model.graph, "graph").input.slice(2, 3);
    };
    expect(await errorOf({ change: one })).toMatchObject({ lacks: ["input x without a shape"] });
  });

  test("a vector alone is an input without a batch; and none is no network", async () => {
    expect((await read({ inputs: { x: [4] } })).graph.input.shape).toEqual([4]);
    expect(await errorOf({ inputs: {} })).toEqual(
      new CheckpointError("net.onnx", "there is no input"),
    );
    expect(await errorOf({ inputs: { x: [1, 3, "h", "w"] } })).toMatchObject({
      message: expect.stringContaining("; export it for one size of images") as string,
    });
  });

  test("an input that has an initializer need not be given", async () => {
    const nodes: TestNode[] = [{ op: "Add", inputs: ["x", "c"], outputs: ["y"] }];
    const inputs = { x: ["N", 1], c: [1] };
    const { values } = await evaluate({ inputs, nodes, tensors: [floats("c", [1], [2])] }, [3]);
    expect(values).toEqual([5]);
  });

  test("what is no message of ONNX tells why", async () => {
    // The initializer's `dims` end within a number.
    const bytes = Uint8Array.of(8, 8, 58, 5, 42, 3, 10, 1, 255);
    const error = await Promise.resolve(readOnnx(bytes, "net.onnx", {})).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(CheckpointError);
    const { message, cause } = error as CheckpointError;
    expect(message).toBe(`net.onnx: not a valid ONNX file: ${(cause as Error).message}`);
  });
});

describe("tensors", () => {
  const bytes = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);
  const sum = (tensor: Tensor): Partial<TestModel> => ({
    inputs: { x: ["N", 2] },
    nodes: [{ op: "Add", inputs: ["x", "c"], outputs: ["y"] }],
    tensors: [{ name: "c", dims: [1n, 2n], dataType: 1, ...tensor }],
  });

  test("raw bytes that are none leave the typed values; halves have one for each", async () => {
    const given = async (tensor: Tensor) =>
      (await evaluate({ nodes: [], ...sum(tensor) }, [0, 0])).values;
    const rawData = new Uint8Array();
    expect(await given({ rawData, floatData: [bytes(1, 2)] })).toEqual([1, 2]);
    // The bits of 1.5 and -2.
    const int32Data = [Uint8Array.of(0x80, 0x7c, 0x80, 0x80, 3)];
    expect(await given({ rawData, dataType: 10, int32Data })).toEqual([1.5, -2]);
  });

  test.each<[string, Tensor, string]>([
    ["floats", { floatData: [bytes(1)] }, "float32 of shape (1,2) takes 8 bytes, got 4"],
    ["integers", { dataType: 7, int64Data: [Uint8Array.of(1)] }, "shape (1,2) takes 2 values, got 1"], // prettier-ignore
    ["raw integers", { dataType: 3, rawData: Uint8Array.of(1) }, "int8 of shape (1,2) takes 2 bytes, got 1"], // prettier-ignore
    ["two lists", { floatData: [bytes(1), bytes(2)] }, "its values are in several pieces"],
  ])("%s that are not those of the shape", async (_, tensor, reason) => {
    expect(await errorOf(sum(tensor))).toEqual(
      new CheckpointError("net.onnx", `tensor c: ${reason}`),
    );
  });

  test.each([
    [8, "string"],
    [99, "type 99"],
  ])("of type %i are listed by its name, where a node takes them", async (dataType, name) => {
    expect(await errorOf(sum({ dataType }))).toMatchObject({
      lacks: [`Add (node y): values of ${name} in c`],
    });
  });
});

describe("a file's output", () => {
  test("there may be none of a name, and none at all", async () => {
    const reading = Promise.resolve(
      readOnnx(onnxFile({ nodes: [elu], outputs: {} }), "net.onnx", { output: "y" }),
    );
    await expect(reading).rejects.toThrow("net.onnx: there is no output y; it has none");
  });

  test("of maps alone is left as it is", async () => {
    const inputs = { x: ["N", 1, 2, 2] };
    expect(opsOf((await read({ inputs })).graph)).toEqual(["elu"]);
  });
});

describe("names that are made are those of no value", () => {
  const pooled = (...names: readonly string[]): TestNode[] => {
    const chain = ["x", ...names].map((name, i): TestNode => {
      return { op: "Tanh", inputs: [name], outputs: [names[i] ?? "last"] };
    });
    return [...chain, { op: "GlobalAveragePool", inputs: ["last"], outputs: ["y"] }];
  };

  test.each<[string[], string]>([
    [[], "y.flat"],
    [["y.flat"], "y.flat#2"],
    [["y.flat#2", "y.flat"], "y.flat#3"],
  ])("of an output beside %j: %s", async (names, output) => {
    const { graph, parameters } = await read({ inputs: { x: ["N", 3, 2, 2] }, nodes: pooled(...names) }); // prettier-ignore
    expect(bind(graph, parameters, "net").graph.output).toBe(output);
  });

  test.each<[string[], string, string]>([
    [[], "x.image", "x.taken"],
    [["x.taken", "x.image"], "x.image#2", "x.taken#2"],
  ])("of an input beside %j: %s", async (names, image, taken) => {
    const nodes = pooled(...names);
    const whole = { ...elu, inputs: ["last"], outputs: ["y"] };
    const { graph, parameters } = await read({
      inputs: { x: [1, 2, 2, 3] },
      nodes: [
        { op: "ReduceMean", inputs: ["x"], outputs: ["mean"], attributes: { axes: [0] } },
        ...nodes.slice(0, -1),
        { op: "Add", inputs: ["last", "mean"], outputs: ["sum"] },
        { ...whole, inputs: ["sum"] },
      ],
    });
    const bound = bind(graph, parameters, "net").graph;
    expect(bound.input).toEqual({ value: image, shape: [3, 2, 2] });
    expect(bound.nodes[0]).toMatchObject({ op: "transpose", inputs: [image], name: taken });
  });
});
