import { formatShape, ShapeError } from "@evalpool/errors";
import { allocate, dtypeOf, isFloat, promote } from "./dtype.js";
import { requireTensor } from "./require-tensor.js";
import { size, type Tensor } from "./tensor.js";

/** A tensor, or a number that is broadcast to the other operand's shape and dtype. */
export type Operand = Tensor | number;

/*
 * Integers wrap around as C's do: what a sum or a difference of them has too much is cut off when it
 * is stored. A product may have more bits than a float64 keeps, and is taken modulo 2^32.
 */

/** Elementwise `a + b` with NumPy's broadcasting. @throws {ShapeError} */
export function add(a: Operand, b: Operand): Tensor {
  return broadcast("add", a, b, (x, y) => x + y);
}

/** Elementwise `a - b` with NumPy's broadcasting. @throws {ShapeError} */
export function subtract(a: Operand, b: Operand): Tensor {
  return broadcast("subtract", a, b, (x, y) => x - y);
}

/** Elementwise `a * b` with NumPy's broadcasting. @throws {ShapeError} */
export function multiply(a: Operand, b: Operand): Tensor {
  return broadcast("multiply", a, b, (x, y) => x * y, { ofIntegers: Math.imul });
}

/** Elementwise `a / b` with NumPy's broadcasting; integers give float64. @throws {ShapeError} */
export function divide(a: Operand, b: Operand): Tensor {
  return broadcast("divide", a, b, (x, y) => x / y, { toFloat: true });
}

/**
 * The shape that two shapes broadcast to: aligned at their last axes, each pair of lengths is
 * equal or one of them is 1 (https://numpy.org/doc/stable/user/basics.broadcasting.html).
 *
 * @throws {ShapeError} with NumPy's message
 */
export function broadcastShapes(op: string, a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) {
      const shapes = `${formatShape(a)} ${formatShape(b)}`;
      const message = `operands could not be broadcast together with shapes ${shapes}`;
      throw new ShapeError(op, [a, b], message);
    }
    return left === 1 ? right : left;
  });
}

type Combine = (x: number, y: number) => number;

function broadcast(
  op: string,
  a: Operand,
  b: Operand,
  ofFloats: Combine,
  { ofIntegers = ofFloats, toFloat = false }: { ofIntegers?: Combine; toFloat?: boolean } = {},
): Tensor {
  for (const operand of [a, b]) if (typeof operand !== "number") requireTensor(op, operand);
  const left = asTensor(a, b);
  const right = asTensor(b, a);
  const common = promote(dtypeOf(left.data), dtypeOf(right.data));
  const shape = broadcastShapes(op, left.shape, right.shape);
  const combine = isFloat(common) ? ofFloats : ofIntegers;
  const out = allocate(toFloat && !isFloat(common) ? "float64" : common, size(shape));
  const leftAt = sourceIndex(left.shape, shape);
  const rightAt = sourceIndex(right.shape, shape);
  for (let i = 0; i < out.length; i++) {
    out[i] = combine(left.data[leftAt(i)]!, right.data[rightAt(i)]!);
  }
  return { data: out, shape };
}

/**
 * A bare number takes the other operand's dtype, rounded to it if that is a float (NumPy 2's weak
 * scalars). One that an integer dtype cannot hold, -0 too, is float64: JavaScript's 300 may be
 * Python's 300.0, whereas Python's 300 would be refused.
 */
function asTensor(operand: Operand, other: Operand): Tensor {
  if (typeof operand !== "number") return operand;
  const dtype = typeof other === "number" ? "float64" : dtypeOf(other.data);
  const data = allocate(dtype, 1).fill(operand);
  const holds = isFloat(dtype) || Object.is(data[0], operand);
  return { data: holds ? data : Float64Array.of(operand), shape: [] };
}

/** Maps a flat index of the result to the flat index of a source that broadcasts to it. */
function sourceIndex(
  source: readonly number[],
  result: readonly number[],
): (index: number) => number {
  const total = size(source);
  if (total === size(result)) return (index) => index;
  if (total === 1) return () => 0;
  const missing = result.length - source.length;
  return (index) => {
    let at = 0;
    let step = 1;
    for (let axis = result.length - 1; axis >= missing; axis--) {
      const length = source[axis - missing]!;
      if (length !== 1) at += (index % result[axis]!) * step;
      index = Math.floor(index / result[axis]!);
      step *= length;
    }
    return at;
  };
}
