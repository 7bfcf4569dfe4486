import { ShapeError } from "@evalpool/errors";
import { allocate, dtypeOf, type DType, type TypedArray, type TypedArrays } from "./dtype.js";
import { requireHeld, unnest, type Nested } from "./nested.js";
import { requireIntegers } from "./require-integers.js";
import { requireDType, requireTensor } from "./require-tensor.js";
import { size } from "./size.js";

export type { Nested } from "./nested.js";
export { size } from "./size.js";

/**
 * A row-major array of any rank. Plain data: whatever has `data` and `shape` is a tensor.
 * No function of this package changes the tensors it is given.
 */
export interface Tensor<A extends TypedArray = TypedArray> {
  readonly data: A;
  /** Length of each axis; `[]` is a scalar. */
  readonly shape: readonly number[];
}

/** Length of each axis (`numpy.shape`). */
export function shape(t: Tensor): readonly number[] {
  requireTensor("shape", t);
  return t.shape;
}

/** Number of axes. */
export function ndim(t: Tensor): number {
  requireTensor("ndim", t);
  return t.shape.length;
}

/** Type of the elements, by NumPy's name. */
export function dtype(t: Tensor): DType {
  requireTensor("dtype", t);
  return dtypeOf(t.data);
}

/**
 * A tensor from nested numbers, float64 unless told otherwise (`numpy.array`). An integer dtype
 * takes the whole part of each.
 *
 * @throws {UsageError} when what is nested is no number
 * @throws {ShapeError} when the nesting is ragged
 * @throws {RangeError} when an integer dtype does not hold a number
 */
export function tensor(values: Nested): Tensor<Float64Array>;
export function tensor<D extends DType>(values: Nested, dtype: D): Tensor<TypedArrays[D]>;
export function tensor(values: Nested, dtype: DType = "float64"): Tensor {
  requireDType("tensor", dtype);
  const { numbers, shape } = unnest(values);
  requireHeld(numbers, dtype);
  const data = allocate(dtype, numbers.length);
  data.set(numbers);
  return { data, shape };
}

/** A tensor of zeros, float64 unless told otherwise (`numpy.zeros`). @throws {ShapeError} */
export function zeros(shape: readonly number[]): Tensor<Float64Array>;
/** The same in another dtype. */
export function zeros<D extends DType>(shape: readonly number[], dtype: D): Tensor<TypedArrays[D]>;
export function zeros(shape: readonly number[], dtype: DType = "float64"): Tensor {
  requireDType("zeros", dtype);
  requireShape("zeros", shape);
  return { data: allocate(dtype, size(shape)), shape };
}

/** A tensor of ones, float64 unless told otherwise (`numpy.ones`). @throws {ShapeError} */
export function ones(shape: readonly number[]): Tensor<Float64Array>;
/** The same in another dtype. */
export function ones<D extends DType>(shape: readonly number[], dtype: D): Tensor<TypedArrays[D]>;
export function ones(shape: readonly number[], dtype: DType = "float64"): Tensor {
  requireDType("ones", dtype);
  requireShape("ones", shape);
  return { data: allocate(dtype, size(shape)).fill(1), shape };
}

/**
 * `[start, start + step, …)` up to, not including, `stop`, in float64 (`numpy.arange`).
 *
 * @throws {RangeError} when the number of steps is not finite, as with a step of 0
 */
export function arange(start: number, stop: number, step = 1): Tensor<Float64Array> {
  const length = countSteps(start, stop, step);
  const data = allocate("float64", length);
  // NumPy adds multiples of the rounded difference of the first two values, so the bits agree.
  const second = start + step;
  const delta = second - start;
  for (let i = 2; i < length; i++) data[i] = start + i * delta;
  data.set([start, second].slice(0, length));
  return { data, shape: [length] };
}

function countSteps(start: number, stop: number, step: number): number {
  if (step === 0) throw new RangeError("division by zero");
  const steps = (stop - start) / step;
  if (Number.isNaN(steps)) throw new RangeError("arange: cannot compute length");
  if (steps === Infinity) throw new RangeError("Maximum allowed size exceeded");
  // A quotient too small for float64 is of one step that is longer than the way.
  if (Object.is(steps, 0) && start !== stop) return 1;
  return Math.max(0, Math.ceil(steps));
}

/** @throws {ShapeError} with NumPy's message when a length is no whole number from 0 on */
function requireShape(op: string, shape: readonly number[]): void {
  requireIntegers(op, shape, shape);
  if (shape.some((length) => length < 0)) {
    throw new ShapeError(op, [shape], "negative dimensions are not allowed");
  }
}
