import { ShapeError } from "@evalpool/errors";
import { resolveAxis } from "./axis.js";
import type { TypedArray } from "./dtype.js";
import { requireTensor } from "./require-tensor.js";
import type { Tensor } from "./tensor.js";

/**
 * Where the largest element is; the first of equals, and NaN counts as largest (`numpy.argmax`).
 * Without an axis: the index into the flattened tensor. With one: an int32 tensor of the
 * remaining axes.
 *
 * @throws {ShapeError} when there is no such axis or nothing along it
 */
export function argmax(x: Tensor): number;
export function argmax(x: Tensor, axis: number): Tensor<Int32Array>;
export function argmax(x: Tensor, axis?: number): number | Tensor<Int32Array> {
  requireTensor("argmax", x);
  if (axis === undefined) {
    requireElements(x, x.data.length);
    return largest(x.data, 0, x.data.length, 1);
  }
  // NumPy's argmax takes a scalar for an array of one axis, also in its message.
  const shape = x.shape.length === 0 ? [1] : x.shape;
  const { axis: at, outer, length, inner } = resolveAxis("argmax", shape, axis);
  requireElements(x, length);
  const data = Int32Array.from({ length: outer * inner }, (_, group) => {
    const start = Math.floor(group / inner) * length * inner + (group % inner);
    return largest(x.data, start, length, inner);
  });
  return { data, shape: shape.toSpliced(at, 1) };
}

function largest(data: TypedArray, start: number, length: number, stride: number): number {
  let best = 0;
  for (let i = 1; i < length; i++) {
    const value = data[start + i * stride]!;
    const max = data[start + best * stride]!;
    if (value > max || (Number.isNaN(value) && !Number.isNaN(max))) best = i;
  }
  return best;
}

function requireElements(x: Tensor, count: number): void {
  if (count === 0) {
    const message = "attempt to get argmax of an empty sequence";
    throw new ShapeError("argmax", [x.shape], message);
  }
}
