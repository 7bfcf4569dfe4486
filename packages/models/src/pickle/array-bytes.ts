import { size } from "@evalpool/tensor";
import type { FloatTensor } from "../model.js";
import { PickleError } from "./pickle-error.js";

interface ArrayType {
  readonly code: string;
  readonly byteOrder: "little" | "big";
}

/**
 * An array's raw bytes as a row-major tensor.
 *
 * @param isFortran whether the first axis varies fastest, as in NumPy's Fortran order
 * @throws {PickleError} when the dtype is no float or the bytes are not as many as the shape needs
 */
export function toFloatTensor(
  bytes: Uint8Array,
  shape: readonly number[],
  { code, byteOrder }: ArrayType,
  isFortran: boolean,
): FloatTensor {
  if (code !== "f4" && code !== "f8") {
    throw new PickleError(`expected arrays of float32 or float64 (f4, f8), got ${code}`);
  }
  const width = code === "f4" ? 4 : 8;
  const length = size(shape);
  if (length * width !== bytes.length) {
    throw new PickleError(
      `an array of shape (${shape.join(",")}) takes ${length * width} bytes, got ${bytes.length}`,
    );
  }
  const data = code === "f4" ? new Float32Array(length) : new Float64Array(length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const littleEndian = byteOrder === "little";
  const target = isFortran ? fortranToRowMajor(shape) : (index: number) => index;
  for (let i = 0; i < length; i++) {
    const value =
      width === 4 ? view.getFloat32(i * 4, littleEndian) : view.getFloat64(i * 8, littleEndian);
    data[target(i)] = value;
  }
  return { data, shape };
}

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
