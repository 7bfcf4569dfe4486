import { create, toBinary, type MessageInitShape } from "@bufbuild/protobuf";
import {
  ModelProtoSchema,
  type AttributeProtoSchema,
  type ModelProto,
  type TensorProtoSchema,
} from "../onnx.generated.js";

type Tensor = MessageInitShape<typeof TensorProtoSchema>;

/** For tests: a node's attribute; floats as `{ f }`, for the file tells 1 from 1.0. */
type Attribute =
  | number
  | string
  | readonly number[]
  | { readonly f: number }
  | { readonly floats: readonly number[] }
  | { readonly t: Tensor };

export interface TestNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly name?: string;
  readonly domain?: string;
}

/** For tests: a model whose axes are numbers, or names where they have any length. */
export interface TestModel {
  readonly opset?: number;
  readonly irVersion?: number;
  readonly inputs?: Readonly<Record<string, readonly (number | string)[]>>;
  readonly outputs?: Readonly<Record<string, readonly (number | string)[]>>;
  readonly tensors?: readonly Tensor[];
  readonly nodes: readonly TestNode[];
  readonly functions?: readonly string[];
  /** Opsets of other domains, which stand before the standard's. */
  readonly domains?: Readonly<Record<string, number>>;
  /** Of inputs and outputs; float32 unless told. */
  readonly elemType?: number;
  /** What else is to be said, or is not, before the file is written. */
  readonly change?: (model: ModelProto) => void;
}

/** For tests: an ONNX file. */
export function onnxFile({
  opset = 13,
  irVersion = 8,
  inputs = { x: ["N", 4] },
  outputs = { y: ["N", 4] },
  tensors = [],
  nodes,
  functions = [],
  domains = {},
  elemType = 1,
  change = () => undefined,
}: TestModel): Uint8Array<ArrayBuffer> {
  const model = create(ModelProtoSchema, {
    irVersion: BigInt(irVersion),
    opsetImport: Object.entries({ ...domains, "": opset }).map(([domain, version]) => {
      return { domain, version: BigInt(version) };
    }),
    producerName: "test",
    functions: functions.map((name) => ({ name })),
    graph: {
      name: "graph",
      input: valuesOf(inputs, elemType),
      output: valuesOf(outputs, elemType),
      initializer: [...tensors],
      node: nodes.map(({ op, inputs, outputs, attributes = {}, name = "", domain = "" }) => ({
        opType: op,
        input: [...inputs],
        output: [...outputs],
        name,
        domain,
        attribute: Object.entries(attributes).map(([key, value]) => attributeOf(key, value)),
      })),
    },
  });
  change(model);
  return toBinary(ModelProtoSchema, model);
}

function valuesOf(
  values: Readonly<Record<string, readonly (number | string)[]>>,
  elemType: number,
) {
  return Object.entries(values).map(([name, shape]) => {
    const dim = shape.map((length) =>
      typeof length === "number" ? { dimValue: BigInt(length) } : { dimParam: length },
    );
    return { name, type: { tensorType: { elemType, shape: { dim } } } };
  });
}

function attributeOf(
  name: string,
  value: Attribute,
): MessageInitShape<typeof AttributeProtoSchema> {
  if (typeof value === "number") return { name, type: 2, i: BigInt(value) };
  if (typeof value === "string") return { name, type: 3, s: new TextEncoder().encode(value) };
  if ("f" in value) return { name, type: 1, f: value.f };
  if ("t" in value) return { name, type: 4, t: value.t };
  if ("floats" in value) return { name, type: 6, floats: [...value.floats] };
  return { name, type: 7, ints: value.map(BigInt) };
}

/** For tests: float32 values. */
export function floats(name: string, shape: readonly number[], values: readonly number[]): Tensor {
  const rawData = new Uint8Array(Float32Array.from(values).buffer);
  return { name, dims: shape.map(BigInt), dataType: 1, rawData };
}

/** For tests: a vector of int64 values. */
export function int64s(name: string, values: readonly number[]): Tensor {
  const rawData = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
  return { name, dims: [BigInt(values.length)], dataType: 7, rawData };
}
