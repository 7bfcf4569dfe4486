import { DataError, instanceOf, objectWith, requireArgument, UsageError } from "@evalpool/errors";
import { fileKind } from "@evalpool/files";

/**
 * An array as an IDX file holds it: row-major, any rank from 1 up.
 *
 * The format: two zero bytes, one byte for the element type, one for the rank, a big-endian
 * uint32 for each dimension, then the elements in big-endian order
 * (http://yann.lecun.com/exdb/mnist/, "the IDX file format").
 */
export interface IdxArray {
  readonly data: IdxData;
  readonly shape: readonly number[];
}

/** Elements of an IDX file, in the machine's byte order: every type that the format knows. */
export type IdxData =
  Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** What an IDX file says of its array before the elements. */
export interface IdxHeader {
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** Bytes before the first element. */
  readonly headerLength: number;
  /** Bytes of the whole file, header included. */
  readonly byteLength: number;
}

interface ElementType {
  readonly code: number;
  /** As NumPy calls it. */
  readonly name: "uint8" | "int8" | "int16" | "int32" | "float32" | "float64";
  readonly create: (length: number) => IdxData;
  readonly read: (view: DataView, offset: number) => number;
  readonly write: (view: DataView, offset: number, value: number) => void;
}

const elementTypes: readonly ElementType[] = [
  {
    code: 0x08,
    name: "uint8",
    create: (n) => new Uint8Array(n),
    read: (v, at) => v.getUint8(at),
    write: (v, at, x) => v.setUint8(at, x),
  },
  {
    code: 0x09,
    name: "int8",
    create: (n) => new Int8Array(n),
    read: (v, at) => v.getInt8(at),
    write: (v, at, x) => v.setInt8(at, x),
  },
  {
    code: 0x0b,
    name: "int16",
    create: (n) => new Int16Array(n),
    read: (v, at) => v.getInt16(at),
    write: (v, at, x) => v.setInt16(at, x),
  },
  {
    code: 0x0c,
    name: "int32",
    create: (n) => new Int32Array(n),
    read: (v, at) => v.getInt32(at),
    write: (v, at, x) => v.setInt32(at, x),
  },
  {
    code: 0x0d,
    name: "float32",
    create: (n) => new Float32Array(n),
    read: (v, at) => v.getFloat32(at),
    write: (v, at, x) => v.setFloat32(at, x),
  },
  {
    code: 0x0e,
    name: "float64",
    create: (n) => new Float64Array(n),
    read: (v, at) => v.getFloat64(at),
    write: (v, at, x) => v.setFloat64(at, x),
  },
];

/** What kind of array a file must hold: the first four bytes of it, and words for them. */
export interface IdxKind {
  readonly magic: number;
  readonly means: string;
}

export const imagesKind: IdxKind = { magic: 0x00000803, means: "images: uint8, rank 3" };
export const labelsKind: IdxKind = { magic: 0x00000801, means: "labels: uint8, rank 1" };

/**
 * Reads the header alone, which needs no more than its own bytes. With more of them, what is no IDX
 * file is told by name.
 *
 * @param file name for error messages
 * @param kind what the file must hold (default: any array)
 * @throws {DataError} on a wrong magic number or a header cut short
 */
export function parseIdxHeader(bytes: Uint8Array, file: string, kind?: IdxKind): IdxHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4) {
    throw new DataError(file, `expected an IDX header of 4 bytes or more, got ${bytes.length}`);
  }
  const magic = view.getUint32(0);
  const type = elementTypes.find(({ code }) => code === bytes[2]);
  const rank = bytes[3]!;
  if (magic >= 0x10000 || type === undefined || rank === 0 || magic !== (kind?.magic ?? magic)) {
    throw new DataError(file, wrongMagic(bytes, magic, kind));
  }
  const headerLength = 4 + 4 * rank;
  if (bytes.length < headerLength) {
    throw new DataError(
      file,
      `expected an IDX header of ${headerLength} bytes, got ${bytes.length}`,
    );
  }
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const byteLength = headerLength + countElements(shape) * type.create(0).BYTES_PER_ELEMENT;
  return { type, shape, headerLength, byteLength };
}

/**
 * Reads a whole IDX file. uint8 data are a view of `bytes`; wider elements are copied into the
 * machine's byte order.
 *
 * @param file name for error messages
 * @param kind what it must hold (default: any array)
 * @throws {DataError} when the magic number is wrong or the length is not what the header declares
 */
export function parseIdx(bytes: Uint8Array, file = "IDX data", kind?: IdxKind): IdxArray {
  requireArgument("parseIdx: bytes", instanceOf("a Uint8Array", Uint8Array), bytes);
  const { type, shape, headerLength, byteLength } = parseIdxHeader(bytes, file, kind);
  if (bytes.length !== byteLength) {
    throw new DataError(file, lengthMismatch(shape, byteLength, `got ${bytes.length}`));
  }
  // Not `subarray`: of a Buffer that is a Buffer, whose methods are not a Uint8Array's.
  const start = bytes.byteOffset + headerLength;
  if (type.code === 0x08) {
    return { data: new Uint8Array(bytes.buffer, start, byteLength - headerLength), shape };
  }
  return { data: decodeElements(type, bytes.subarray(headerLength)), shape };
}

/** Elements as a file has them, in the machine's byte order. */
export function decodeElements(type: ElementType, bytes: Uint8Array): IdxData {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = type.create(0).BYTES_PER_ELEMENT;
  const data = type.create(bytes.length / width);
  for (let i = 0; i < data.length; i++) data[i] = type.read(view, i * width);
  return data;
}

/**
 * The bytes of an IDX file that holds the array.
 *
 * @throws {UsageError} when the shape cannot be written or is not that of the data
 */
export function encodeIdx(array: IdxArray): Uint8Array<ArrayBuffer> {
  requireArgument("encodeIdx", objectWith("an array { data, shape }", "data", "shape"), array);
  const { data, shape } = array;
  const type = elementTypes.find(({ create }) => create(0).constructor === data.constructor);
  const writable = shape.every((n) => Number.isInteger(n) && n >= 0 && n < 2 ** 32);
  if (type === undefined || !writable || shape.length < 1 || shape.length > 255) {
    throw new UsageError(`cannot write an IDX file of shape (${shape.join(",")})`);
  }
  if (countElements(shape) !== data.length) {
    throw new UsageError(`shape (${shape.join(",")}) does not hold ${data.length} elements`);
  }
  const headerLength = 4 + 4 * shape.length;
  const bytes = new Uint8Array(headerLength + data.byteLength);
  const view = new DataView(bytes.buffer);
  bytes.set([0, 0, type.code, shape.length]);
  for (const [axis, length] of shape.entries()) view.setUint32(4 + 4 * axis, length);
  for (let i = 0; i < data.length; i++) {
    type.write(view, headerLength + i * data.BYTES_PER_ELEMENT, data[i]!);
  }
  return bytes;
}

/** Told before anything else, for the shape in such a header means nothing. */
function wrongMagic(bytes: Uint8Array, got: number, kind: IdxKind | undefined): string {
  const hex = (magic: number): string => `0x${magic.toString(16).padStart(8, "0")}`;
  const expected = kind
    ? `expected IDX magic number ${hex(kind.magic)} (${kind.means})`
    : "expected an IDX magic number such as 0x00000803 (images) or 0x00000801 (labels)";
  const known = [imagesKind, labelsKind].find(({ magic }) => magic === got);
  if (known) return `${expected}, got ${hex(got)} (${known.means})`;
  const other = fileKind(bytes);
  if (other === undefined || other.id === "idx") return `${expected}, got ${hex(got)}`;
  return `${expected}, got ${hex(got)} (${other.name}); ${other.remedy ?? HOW_TO_CONVERT}`;
}

/** To IDX, from whatever it is that NumPy arrays can be made of. */
const HOW_TO_CONVERT =
  "convert it in Python, where a is its array of uint8: " +
  'struct.pack(f">4B{a.ndim}I", 0, 0, 8, a.ndim, *a.shape) + a.tobytes()';

/** Elements of an array; 0 where an axis has none, even beside axes whose product is Infinity. */
function countElements(shape: readonly number[]): number {
  return shape.includes(0) ? 0 : shape.reduce((product, length) => product * length, 1);
}

/** Why a file of another length than its header's is refused. */
export function lengthMismatch(shape: readonly number[], byteLength: number, got: string): string {
  return `the header declares shape (${shape.join(",")}), ${byteLength} bytes in all; ${got}`;
}
