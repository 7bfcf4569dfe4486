import { bytesOfNumbers, type NumberArray, type NumberType } from "./number-array.js";

const descrs: Readonly<Record<NumberType, string>> = {
  Uint8Array: "|u1",
  Int8Array: "|i1",
  Uint16Array: "<u2",
  Int16Array: "<i2",
  Uint32Array: "<u4",
  Int32Array: "<i4",
  BigInt64Array: "<i8",
  Float32Array: "<f4",
  Float64Array: "<f8",
};

/** What NumPy brings the beginning of the data to a multiple of. */
const ALIGNMENT = 64;

/**
 * The bytes of an NPY file of version 1.0 with this array, as `numpy.save` writes them.
 *
 * @throws {RangeError} for a shape that does not hold its data
 */
export function encodeNpy(array: NumberArray): Uint8Array<ArrayBuffer> {
  const content = bytesOfNumbers(array);
  const fields = `'descr': '${descrs[array.data[Symbol.toStringTag]]}', 'fortran_order': False, 'shape': `;
  const header = `{${fields}${tuple(array.shape)}, }`;
  const start = Math.ceil((10 + header.length + 1) / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(start + content.length).fill(0x20, 0, start);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  new DataView(bytes.buffer).setUint16(8, start - 10, true);
  bytes.set(new TextEncoder().encode(header), 10);
  bytes[start - 1] = 0x0a;
  bytes.set(content, start);
  return bytes;
}

/** As Python writes it: `(3,)`. */
function tuple(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
}
