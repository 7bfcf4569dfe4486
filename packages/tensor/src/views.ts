import { formatShape, ShapeError } from "@evalpool/errors";
import type { TypedArray } from "./dtype.js";
import { requireIntegers } from "./require-integers.js";
import { requireTensor } from "./require-tensor.js";
import { size, type Tensor } from "./tensor.js";

/**
 * The same elements under another shape; one axis may be -1 and is worked out (`numpy.reshape`).
 * Shares its data with `t`.
 *
 * @throws {ShapeError} when the sizes differ
 */
export function reshape<A extends TypedArray>(t: Tensor<A>, shape: readonly number[]): Tensor<A> {
  requireTensor("reshape", t);
  requireIntegers("reshape", t.shape, shape);
  const known = size(shape.filter((length) => length !== -1));
  const resolved = shape.map((length) => (length === -1 ? t.data.length / known : length));
  if (shape.filter((length) => length === -1).length > 1) {
    throw new ShapeError("reshape", [t.shape, shape], "can only specify one unknown dimension");
  }
  const valid = resolved.every((length) => Number.isInteger(length) && length >= 0);
  if (!valid || size(resolved) !== t.data.length) {
    const message = `cannot reshape array of size ${t.data.length} into shape ${formatShape(shape)}`;
    throw new ShapeError("reshape", [t.shape, shape], message);
  }
  return { data: t.data, shape: resolved };
}

/**
 * Rows `start` to `stop` (exclusive) along the first axis, as a view: `x[start:stop]`. Negative
 * indices count from the end; those outside stop at it.
 *
 * @throws {ShapeError} when t is a scalar
 */
export function rows<A extends TypedArray>(t: Tensor<A>, start: number, stop: number): Tensor<A> {
  const [count, ...rest] = axes("rows", t);
  const indices = "slice indices must be integers or None or have an __index__ method";
  requireIntegers("rows", t.shape, [start, stop], indices);
  const clamp = (index: number): number =>
    Math.min(Math.max(index < 0 ? index + count : index, 0), count);
  const first = clamp(start);
  const last = Math.max(clamp(stop), first);
  const step = size(rest);
  const data = t.data.subarray(first * step, last * step) as A;
  return { data, shape: [last - first, ...rest] };
}

/**
 * One row along the first axis, as a view: `x[index]`. Negative indices count from the end.
 *
 * @throws {ShapeError} when there is no such row
 */
export function row<A extends TypedArray>(t: Tensor<A>, index: number): Tensor<A> {
  const [count, ...rest] = axes("row", t);
  requireIntegers("row", t.shape, [index], NOT_AN_INDEX);
  const at = index < 0 ? index + count : index;
  if (at < 0 || at >= count) {
    const message = `index ${index} is out of bounds for axis 0 with size ${count}`;
    throw new ShapeError("row", [t.shape], message);
  }
  return { data: rows(t, at, at + 1).data, shape: rest };
}

const NOT_AN_INDEX =
  "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean " +
  "arrays are valid indices";

function axes(op: string, t: Tensor): [number, ...number[]] {
  requireTensor(op, t);
  const [count, ...rest] = t.shape;
  if (count === undefined) {
    const message = "too many indices for array: array is 0-dimensional, but 1 were indexed";
    throw new ShapeError(op, [t.shape], message);
  }
  return [count, ...rest];
}
