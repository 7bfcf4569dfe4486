import { allocate, dtypeOf, isFloat, promote, type DType } from "./dtype.js";
import { formatShape, ShapeError } from "./errors.js";
import { size, type Tensor } from "./tensor.js";

/** A tensor, or a number that is broadcast to the other operand's shape and dtype. */
export type Operand = Tensor | number;

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
  return broadcast("multiply", a, b, (x, y) => x * y);
}

/** Elementwise `a / b` with NumPy's broadcasting; integers give float64. @throws {ShapeError} */
export function divide(a: Operand, b: Operand): Tensor {
  return broadcast("divide", a, b, (x, y) => x / y, true);
}

/**
 * The shape that two shapes broadcast to: aligned at their last axes, each pair of lengths is
 * equal or one of them is 1 (https://numpy.org/doc/stable/user/basics.broadcasting.html).
 *
 * @throws {ShapeError} with NumPy's message
 */
function broadcastShapes(op: string, a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) {
      const shapes = `${formatShape(a)} ${formatShape(b)}`;
      const message = `operands could not be broadcast together with shapes ${shapes}`;
      throw new ShapeError(op, a, b, message);
    }
    return left === 1 ? right : left;
  });
}

function broadcast(
  op: string,
  a: Operand,
  b: Operand,
  combine: (x: number, y: number) => number,
  toFloat = false,
): Tensor {
  const common = resultDType(a, b);
  const left = asTensor(a);
  const right = asTensor(b);
  const shape = broadcastShapes(op, left.shape, right.shape);
  const out = allocate(toFloat && !isFloat(common) ? "float64" : common, size(shape));
  const leftAt = sourceIndex(left.shape, shape);
  const rightAt = sourceIndex(right.shape, shape);
  for (let i = 0; i < out.length; i++) {
    out[i] = combine(left.data[leftAt(i)]!, right.data[rightAt(i)]!);
  }
  return { data: out, shape };
}

/** A bare number takes the tensor's dtype, unless that cannot hold it (NumPy 2's weak scalars). */
function resultDType(a: Operand, b: Operand): DType {
  if (typeof a === "number") return typeof b === "number" ? "float64" : weakDType(a, b);
  return typeof b === "number" ? weakDType(b, a) : promote(dtypeOf(a.data), dtypeOf(b.data));
}

function weakDType(scalar: number, t: Tensor): DType {
  const dtype = dtypeOf(t.data);
  return isFloat(dtype) || Number.isInteger(scalar) ? dtype : "float64";
}

function asTensor(operand: Operand): Tensor {
  return typeof operand === "number" ? { data: Float64Array.of(operand), shape: [] } : operand;
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
