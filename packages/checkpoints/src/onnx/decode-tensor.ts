import { decodeArray, isShape, rowMajor, shapeProblem, type FloatKind } from "@evalpool/arrays";
import { CheckpointError, shorten } from "@evalpool/errors";
import { size } from "@evalpool/tensor";
import type { Constant, ElementKind } from "./constant.js";
import type { TensorProto } from "./onnx.generated.js";
import { countVarints, readVarints } from "./varints.js";

/** How elements of one of ONNX's types lie in a file. */
interface DataType {
  readonly name: string;
  readonly type: ElementKind;
  /** Bytes of an element in `raw_data`. */
  readonly width: number;
  readonly float?: FloatKind;
  /** Of an integer in `raw_data`. */
  readonly read?: (view: DataView, at: number) => number;
  /** The field of typed values. */
  readonly field: "floatData" | "doubleData" | "int32Data" | "int64Data" | "uint64Data";
}

const integer = (
  name: string,
  width: number,
  read: (view: DataView, at: number) => number,
  field: DataType["field"] = "int32Data",
): DataType => ({ name, type: name === "bool" ? "boolean" : "integer", width, read, field });

/** By the numbers of `TensorProto.DataType`. */
const dataTypes: ReadonlyMap<number, DataType> = new Map<number, DataType>([
  [1, { name: "float32", type: "float", width: 4, float: "float32", field: "floatData" }],
  [2, integer("uint8", 1, (view, at) => view.getUint8(at))],
  [3, integer("int8", 1, (view, at) => view.getInt8(at))],
  [4, integer("uint16", 2, (view, at) => view.getUint16(at, true))],
  [5, integer("int16", 2, (view, at) => view.getInt16(at, true))],
  [6, integer("int32", 4, (view, at) => view.getInt32(at, true))],
  [7, integer("int64", 8, (view, at) => Number(view.getBigInt64(at, true)), "int64Data")],
  [9, integer("bool", 1, (view, at) => view.getUint8(at))],
  [10, { name: "float16", type: "float", width: 2, float: "float16", field: "int32Data" }],
  [11, { name: "float64", type: "float", width: 8, float: "float64", field: "doubleData" }],
  [12, integer("uint32", 4, (view, at) => view.getUint32(at, true), "uint64Data")],
  [13, integer("uint64", 8, (view, at) => Number(view.getBigUint64(at, true)), "uint64Data")],
  [16, { name: "bfloat16", type: "float", width: 2, float: "bfloat16", field: "int32Data" }],
]);

/** Of those that are not read, for messages. */
const otherTypes: ReadonlyMap<number, string> = new Map([
  [8, "string"],
  [14, "complex64"],
  [15, "complex128"],
  [17, "float8e4m3fn"],
  [18, "float8e4m3fnuz"],
  [19, "float8e5m2"],
  [20, "float8e5m2fnuz"],
  [21, "uint4"],
  [22, "int4"],
]);

/** A type as NumPy calls it. */
export function nameOfType(dataType: number): string {
  return dataTypes.get(dataType)?.name ?? otherTypes.get(dataType) ?? `type ${dataType}`;
}

/**
 * A tensor's decoder, once its shape is known to be that of the bytes that are there; undefined for
 * types that are not read.
 *
 * @param external its bytes, where they lie in another file
 * @throws {CheckpointError} when they are not
 */
export function tensorReader(
  proto: TensorProto,
  file: string,
  external?: Uint8Array,
): (() => Constant) | undefined {
  const refuse = (reason: string): never => {
    throw new CheckpointError(file, `tensor ${shorten(proto.name)}: ${reason}`);
  };
  const shape = proto.dims.map(Number);
  if (!isShape(shape)) {
    refuse(`expected up to 64 axes of a length, got (${shorten(proto.dims.join(","))})`);
  }
  const type = dataTypes.get(proto.dataType);
  if (type === undefined) return undefined;
  const { name } = proto;
  const done = (data: Constant["data"]): Constant => {
    return { kind: "constant", name, type: type.type, shape, data };
  };
  const bytes = external ?? proto.rawData;
  if (bytes !== undefined && bytes.length > 0) {
    requireBytes(bytes.length);
    return () => done(fromRaw(bytes, type, shape));
  }
  const chunks = proto[type.field];
  if (chunks.length > 1) refuse("its values are in several pieces");
  const values = chunks[0] ?? new Uint8Array();
  if (type.field === "floatData" || type.field === "doubleData") {
    requireBytes(values.length);
    return () => done(fromRaw(values, type, shape));
  }
  const count = countVarints(values);
  if (count !== size(shape)) {
    refuse(`shape (${shape.join(",")}) takes ${size(shape)} values, got ${count}`);
  }
  return () => done(fromVarints(values, count, type, shape));

  function requireBytes(available: number): void {
    const problem = type?.float
      ? shapeProblem(shape, { kind: type.float, littleEndian: true }, available)
      : size(shape) * (type?.width ?? 1) === available
        ? undefined
        : `${type?.name} of shape (${shape.join(",")}) takes ${size(shape) * (type?.width ?? 1)} bytes, got ${available}`;
    if (problem !== undefined) refuse(problem);
  }
}

/** Bytes that a tensor of a type takes; undefined for types that are not read. */
export function bytesOf({ dims, dataType }: TensorProto): number | undefined {
  const type = dataTypes.get(dataType);
  return type && size(dims.map(Number)) * type.width;
}

function fromRaw(bytes: Uint8Array, type: DataType, shape: readonly number[]): Constant["data"] {
  if (type.float) {
    const kind = { kind: type.float, littleEndian: true };
    return decodeArray({ bytes, type: kind, axes: rowMajor(shape) }).data;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const out = new Float64Array(bytes.length / type.width);
  for (let i = 0; i < out.length; i++) out[i] = type.read?.(view, i * type.width) ?? 0;
  return out;
}

function fromVarints(
  bytes: Uint8Array,
  count: number,
  type: DataType,
  shape: readonly number[],
): Constant["data"] {
  const values = readVarints(bytes, count, type.field === "uint64Data");
  if (!type.float) return values;
  // Of 16-bit floats the field has the bits.
  const bits = new Uint8Array(count * 2);
  const view = new DataView(bits.buffer);
  for (const [i, value] of values.entries()) view.setUint16(i * 2, value, true);
  return fromRaw(bits, type, shape);
}
