import { field, float32, joined, littleEndian, varint, type Field } from "./protobuf.ts";

/** A node of an ONNX graph; an input of "" is one that is left out. */
export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: OnnxAttributes;
}

/** Text, integers, or floats as `float(x)`: the schema tells 1 from 1.0. */
export type OnnxAttributes = Readonly<Record<string, string | number | readonly number[] | Float>>;

interface Float {
  readonly float: number;
}

export const float = (value: number): Float => ({ float: value });

/** A tensor that the model holds. */
export interface OnnxTensor {
  readonly data: Float32Array | BigInt64Array;
  readonly shape: readonly number[];
}

/** A network of one input and one output of floats, both with any number of examples. */
export interface OnnxGraph {
  readonly name: string;
  readonly input: { readonly name: string; readonly shape: readonly number[] };
  readonly output: { readonly name: string; readonly shape: readonly number[] };
  readonly constants: ReadonlyMap<string, OnnxTensor>;
  readonly nodes: readonly OnnxNode[];
}

/** The version of ONNX's operators: the first that has all that graphs of ours are written with. */
const OPSET = 22;
/** The version of the file format, which that opset came with. */
const IR_VERSION = 10;

/**
 * The bytes of an ONNX file. Numbers of fields and of types are those of
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
export function encodeModel({ name, input, output, constants, nodes }: OnnxGraph): Uint8Array {
  const graph = [
    ...nodes.map((node) => field(1, encodeNode(node))),
    field(2, name),
    ...[...constants].map(([constant, tensor]) => field(5, encodeTensor(constant, tensor))),
    field(11, encodeValue(input)),
    field(12, encodeValue(output)),
  ];
  const opset = [field(1, ""), varint(2, OPSET)];
  return joined([
    varint(1, IR_VERSION),
    field(2, "evalpool-bench"),
    field(7, graph),
    field(8, opset),
  ]);
}

function encodeNode({ op, inputs, output, attributes }: OnnxNode): Field[] {
  return [
    ...inputs.map((input) => field(1, input)),
    field(2, output),
    field(3, output),
    field(4, op),
    ...Object.entries(attributes).map(([key, value]) => field(5, encodeAttribute(key, value))),
  ];
}

/** AttributeProto: its value in the field of its type, whose number is in field 20. */
function encodeAttribute(name: string, value: OnnxAttributes[string]): Field[] {
  const [FLOAT, INT, STRING, INTS] = [1, 2, 3, 7];
  if (typeof value === "string") return [field(1, name), field(4, value), varint(20, STRING)];
  if (typeof value === "number") return [field(1, name), varint(3, value), varint(20, INT)];
  if ("float" in value) return [field(1, name), float32(2, value.float), varint(20, FLOAT)];
  return [field(1, name), ...value.map((one) => varint(8, one)), varint(20, INTS)];
}

const [FLOAT, INT64] = [1, 7];

function encodeTensor(name: string, { data, shape }: OnnxTensor): Field[] {
  return [
    ...shape.map((length) => varint(1, length)),
    varint(2, data instanceof Float32Array ? FLOAT : INT64),
    field(8, name),
    field(9, littleEndian(data)),
  ];
}

/** ValueInfoProto, of a TypeProto of a tensor, of a TensorShapeProto whose first axis is `N`. */
function encodeValue({ name, shape }: OnnxGraph["input"]): Field[] {
  const axes = [[field(2, "N")], ...shape.map((length) => [varint(1, length)])];
  const dimensions = axes.map((axis) => field(1, axis));
  const tensor = [varint(1, FLOAT), field(2, dimensions)];
  return [field(1, name), field(2, [field(1, tensor)])];
}
