import { formatShape, ShapeError } from "@evalpool/errors";
import { allocate, dtypeOf, type DType, type TypedArray, type TypedArrays } from "./dtype.js";

/**
 * A row-major array of any rank. Plain data: whatever has `data` and `shape` is a tensor.
 * No function of this package changes the tensors it is given.
 */
export interface Tensor<A extends TypedArray = TypedArray> {
  readonly data: A;
  /** Length of each axis; `[]` is a scalar. */
  readonly shape: readonly number[];
}

/** Numbers in nested arrays, as deep as the tensor's rank. */
export type Nested = number | readonly Nested[];

/** Number of elements that a shape holds. */
export function size(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** Length of each axis (`numpy.shape`). */
export function shape(t: Tensor): readonly number[] {
  return t.shape;
}

/** Number of axes. */
export function ndim(t: Tensor): number {
  return t.shape.length;
}

/** Type of the elements, by NumPy's name. */
export function dtype(t: Tensor): DType {
  return dtypeOf(t.data);
}

/**
 * A tensor from nested numbers, float64 unless told otherwise (`numpy.array`).
 *
 * @throws {ShapeError} when the nesting is ragged
 */
export function tensor(values: Nested): Tensor<Float64Array>;
export function tensor<D extends DType>(values: Nested, dtype: D): Tensor<TypedArrays[D]>;
export function tensor(values: Nested, dtype: DType = "float64"): Tensor {
  const shape = nestedShape(values);
  const data = allocate(dtype, size(shape));
  const flat = Array.isArray(values) ? (values.flat(Infinity) as number[]) : [values as number];
  data.set(flat);
  return { data, shape };
}

/** A tensor of zeros, float64 unless told otherwise (`numpy.zeros`). */
export function zeros(shape: readonly number[]): Tensor<Float64Array>;
/** The same in another dtype. */
export function zeros<D extends DType>(shape: readonly number[], dtype: D): Tensor<TypedArrays[D]>;
export function zeros(shape: readonly number[], dtype: DType = "float64"): Tensor {
  return { data: allocate(dtype, size(shape)), shape };
}

/** A tensor of ones, float64 unless told otherwise (`numpy.ones`). */
export function ones(shape: readonly number[]): Tensor<Float64Array>;
/** The same in another dtype. */
export function ones<D extends DType>(shape: readonly number[], dtype: D): Tensor<TypedArrays[D]>;
export function ones(shape: readonly number[], dtype: DType = "float64"): Tensor {
  return { data: allocate(dtype, size(shape)).fill(1), shape };
}

/**
 * `[start, start + step, …)` up to, not including, `stop`, in float64 (`numpy.arange`).
 *
 * @throws {RangeError} when the number of steps is not finite, as with a step of 0
 */
export function arange(start: number, stop: number, step = 1): Tensor<Float64Array> {
  const steps = Math.ceil((stop - start) / step);
  if (!Number.isFinite(steps)) {
    throw new RangeError(`arange: no length from ${start} to ${stop} in steps of ${step}`);
  }
  const length = Math.max(0, steps);
  // NumPy adds multiples of the rounded difference of the first two values, so the bits agree.
  const delta = start + step - start;
  return { data: Float64Array.from({ length }, (_, i) => start + i * delta), shape: [length] };
}

function nestedShape(values: Nested): number[] {
  if (typeof values === "number") return [];
  const [first, ...rest] = values.map(nestedShape);
  if (first === undefined) return [0];
  for (const other of rest) {
    if (formatShape(other) !== formatShape(first)) {
      throw new ShapeError(
        "tensor",
        [first, other],
        `inhomogeneous shape: rows of shape ${formatShape(first)} and ${formatShape(other)}`,
      );
    }
  }
  return [values.length, ...first];
}
