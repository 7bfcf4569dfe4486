import { size } from "@evalpool/tensor";
import type { FloatTensor } from "@evalpool/models";

/** How the elements of an array are stored. */
export interface ElementType {
  readonly kind: "float16" | "bfloat16" | "float32" | "float64";
  readonly littleEndian: boolean;
}

interface Format {
  readonly bytes: number;
  readonly read: (view: DataView, offset: number, littleEndian: boolean) => number;
}

const formats: Record<ElementType["kind"], Format> = {
  float16: { bytes: 2, read: (view, at, little) => float16(view.getUint16(at, little)) },
  bfloat16: { bytes: 2, read: (view, at, little) => bfloat16(view.getUint16(at, little)) },
  float32: { bytes: 4, read: (view, at, little) => view.getFloat32(at, little) },
  float64: { bytes: 8, read: (view, at, little) => view.getFloat64(at, little) },
};

/** Bytes that an array of this shape takes. */
export function byteSize(shape: readonly number[], { kind }: ElementType): number {
  return size(shape) * formats[kind].bytes;
}

/**
 * An array's bytes as a row-major tensor, float64 if they are that wide, else float32; copied, so
 * that they may lie anywhere.
 *
 * @param bytes as many as `byteSize` says
 * @param isFortran whether the first axis varies fastest, as in NumPy's Fortran order
 */
export function decodeArray(
  bytes: Uint8Array,
  shape: readonly number[],
  { kind, littleEndian }: ElementType,
  isFortran: boolean,
): FloatTensor {
  const { bytes: width, read } = formats[kind];
  const length = size(shape);
  if (kind === "float32" && littleEndian && !isFortran && isLittleEndian) {
    // Not `slice`, which does not copy what is a Buffer.
    return { data: new Float32Array(new Uint8Array(bytes).buffer), shape };
  }
  const data = kind === "float64" ? new Float64Array(length) : new Float32Array(length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const target = isFortran ? fortranToRowMajor(shape) : (index: number) => index;
  for (let i = 0; i < length; i++) data[target(i)] = read(view, i * width, littleEndian);
  return { data, shape };
}

/** Whether this machine stores numbers as most files do. */
const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Maps the index of an element in Fortran order to its index in row-major order. */
function fortranToRowMajor(shape: readonly number[]): (index: number) => number {
  const strides = shape.map((_, axis) => size(shape.slice(axis + 1)));
  return (index) => {
    let at = 0;
    for (const [axis, length] of shape.entries()) {
      at += (index % length) * strides[axis]!;
      index = Math.floor(index / length);
    }
    return at;
  };
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
  const view = new DataView(new ArrayBuffer(4));
  view.setUint16(0, bits);
  return view.getFloat32(0);
}
