/** How the elements of an array are stored. */
export interface ElementType<Kind extends ElementKind = ElementKind> {
  readonly kind: Kind;
  readonly littleEndian: boolean;
}

/** What an element is, as NumPy and PyTorch call it. */
export type ElementKind = keyof Elements;

/** Of those, the floats. */
export type FloatKind = "float16" | "bfloat16" | "float32" | "float64";

/** How floats are stored. */
export type FloatType = ElementType<FloatKind>;

/** What elements are in memory; those of 64-bit integers must be exact as numbers. */
export interface Elements {
  readonly float16: Float32Array;
  readonly bfloat16: Float32Array;
  readonly float32: Float32Array;
  readonly float64: Float64Array;
  /** 0 or 1, as NumPy writes them. */
  readonly bool: Uint8Array;
  readonly uint8: Uint8Array;
  readonly int8: Int8Array;
  readonly uint16: Uint16Array;
  readonly int16: Int16Array;
  readonly uint32: Uint32Array;
  readonly int32: Int32Array;
  readonly uint64: Float64Array;
  readonly int64: Float64Array;
}

/** How elements of a kind lie in a file, and where they are put. */
interface Format {
  readonly bytes: number;
  readonly Numbers: NumbersOf<Elements[ElementKind]>;
  readonly read: (view: DataView, offset: number, littleEndian: boolean) => number;
  /** They lie in the memory of a machine of their byte order as they do in the file. */
  readonly isPlain: boolean;
}

interface NumbersOf<T> {
  new (length: number): T;
  new (buffer: ArrayBuffer): T;
}

type Read = Format["read"];

function plain(bytes: number, Numbers: Format["Numbers"], read: Read): Format {
  return { bytes, Numbers, read, isPlain: true };
}

function converted(bytes: number, Numbers: Format["Numbers"], read: Read): Format {
  return { bytes, Numbers, read, isPlain: false };
}

const uint8 = plain(1, Uint8Array, (view, at) => view.getUint8(at));

/** By kind. */
export const formats: Readonly<Record<ElementKind, Format>> = {
  float16: converted(2, Float32Array, (view, at, little) => float16(view.getUint16(at, little))),
  bfloat16: converted(2, Float32Array, (view, at, little) => bfloat16(view.getUint16(at, little))),
  float32: plain(4, Float32Array, (view, at, little) => view.getFloat32(at, little)),
  float64: plain(8, Float64Array, (view, at, little) => view.getFloat64(at, little)),
  bool: uint8,
  uint8,
  int8: plain(1, Int8Array, (view, at) => view.getInt8(at)),
  uint16: plain(2, Uint16Array, (view, at, little) => view.getUint16(at, little)),
  int16: plain(2, Int16Array, (view, at, little) => view.getInt16(at, little)),
  uint32: plain(4, Uint32Array, (view, at, little) => view.getUint32(at, little)),
  int32: plain(4, Int32Array, (view, at, little) => view.getInt32(at, little)),
  uint64: converted(8, Float64Array, (view, at, little) => exact(view.getBigUint64(at, little))),
  int64: converted(8, Float64Array, (view, at, little) => exact(view.getBigInt64(at, little))),
};

/** Bytes of one element. */
export function bytesOfElement({ kind }: ElementType): number {
  return formats[kind].bytes;
}

/** Whether elements are floats. */
export function isFloatType(type: ElementType): type is FloatType {
  return type.kind.includes("float");
}

/** IEEE 754 binary16: 1 sign bit, 5 of exponent, 10 of fraction. */
function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** The upper half of a float32. */
function bfloat16(bits: number): number {
  scratch.setUint16(0, bits);
  return scratch.getFloat32(0);
}

const scratch = new DataView(new ArrayBuffer(4));

/** @throws {RangeError} for an integer that numbers do not tell from its neighbours */
function exact(value: bigint): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new RangeError(`expected integers within 2^53, got ${value}`);
}
