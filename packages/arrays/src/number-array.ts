import { countElements } from "./axes.js";
import { isLittleEndian } from "./little-endian.js";

/** Numbers in row-major order, to be written. */
export interface NumberArray {
  readonly data: NumberData;
  readonly shape: readonly number[];
}

/** Numbers of each type that is written. */
export type NumberData =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | BigInt64Array
  | Float32Array
  | Float64Array;

/** A type by the name of its class, which is a `Buffer`'s too. */
export type NumberType = NumberData[typeof Symbol.toStringTag];

/**
 * The bytes of an array's elements, little-endian.
 *
 * @throws {RangeError} for a shape that does not hold its data
 */
export function bytesOfNumbers({ data, shape }: NumberArray): Uint8Array {
  if (countElements(shape) !== data.length) {
    throw new RangeError("a shape that does not hold its data");
  }
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const width = data.BYTES_PER_ELEMENT;
  if (isLittleEndian || width === 1) return bytes;
  return bytes.map((_, at) => bytes[at - (at % width) + width - 1 - (at % width)] ?? 0);
}
