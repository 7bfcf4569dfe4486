import { formatShape } from "@evalpool/errors";
import type { FloatTensor } from "@evalpool/models";
import { size } from "@evalpool/tensor";

/** How the elements of an array are stored. */
export interface ElementType {
  readonly kind: "float16" | "bfloat16" | "float32" | "float64";
  readonly littleEndian: boolean;
}

/** An array of floats as it lies in a file. */
export interface StoredArray {
  readonly bytes: Uint8Array;
  readonly type: ElementType;
  readonly axes: readonly Axis[];
}

export interface Axis {
  readonly length: number;
  /** Elements from one index to the next. */
  readonly stride: number;
}

/** Axes of an array: NumPy's limit. */
const MOST_AXES = 64;

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

/** Axes of which the last varies fastest: NumPy's order C. */
export function rowMajor(shape: readonly number[]): Axis[] {
  return shape.map((length, axis) => ({ length, stride: size(shape.slice(axis + 1)) }));
}

/** Axes of which the first varies fastest: NumPy's order F. */
export function columnMajor(shape: readonly number[]): Axis[] {
  return shape.map((length, axis) => ({ length, stride: size(shape.slice(0, axis)) }));
}

/** Whether a value can be a shape: lengths, of as many axes as NumPy allows. */
export function isShape(value: unknown): value is readonly number[] {
  if (!Array.isArray(value) || value.length > MOST_AXES) return false;
  return value.every((length) => Number.isSafeInteger(length) && length >= 0);
}

/**
 * What is wrong with the shape that a file claims for an array, if anything is; to be asked before
 * anything is done with it.
 *
 * @param type of floats, or another that is known by its name and the bytes of an element
 * @param available bytes that there are for its elements
 */
export function shapeProblem(
  shape: readonly number[],
  type: ElementType | { readonly name: string; readonly bytes: number },
  available: number,
): string | undefined {
  const { name, bytes } =
    "kind" in type ? { name: type.kind, bytes: formats[type.kind].bytes } : type;
  const array = `${name} of shape ${formatShape(shape)}`;
  // As in NumPy, an axis of length 0 does not make up for the others.
  const largest = size(shape.filter((length) => length > 0)) * bytes;
  if (!Number.isSafeInteger(largest)) return `${array} is beyond what a file can hold`;
  const expected = size(shape) * bytes;
  return expected === available ? undefined : `${array} takes ${expected} bytes, got ${available}`;
}

/**
 * An array as a row-major tensor, float64 if it is that wide, else float32; copied, so that its
 * bytes may lie anywhere.
 *
 * @param array one whose shape has no `shapeProblem`
 */
export function decodeArray({ bytes, type, axes }: StoredArray): FloatTensor {
  const { kind, littleEndian } = type;
  const { bytes: width, read } = formats[kind];
  const shape = axes.map(({ length }) => length);
  // An axis of length 1 is never stepped along, whatever its stride.
  const walked = axes.filter(({ length }) => length !== 1);
  const isRowMajor = rowMajor(walked.map(({ length }) => length)).every(
    ({ stride }, axis) => stride === walked[axis]?.stride,
  );
  if (kind === "float32" && littleEndian && isRowMajor && isLittleEndian) {
    // Not `slice`, which does not copy what is a Buffer.
    return { data: new Float32Array(new Uint8Array(bytes).buffer), shape };
  }
  const length = size(shape);
  const data = kind === "float64" ? new Float64Array(length) : new Float32Array(length);
  // One axis may be of any length where another is of none.
  if (length === 0) return { data, shape };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let index = 0;
  walk(isRowMajor ? [{ length, stride: 1 }] : walked, 0, 0, (at) => {
    data[index++] = read(view, at * width, littleEndian);
  });
  return { data, shape };
}

/** Visits the place of each element in the order of its indices, from `axis` inwards. */
function walk(axes: readonly Axis[], axis: number, at: number, visit: (at: number) => void): void {
  const current = axes[axis];
  if (current === undefined) return visit(at);
  const { length, stride } = current;
  for (let i = 0; i < length; i++) walk(axes, axis + 1, at + i * stride, visit);
}

/** Whether this machine stores numbers as most files do. */
const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

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
