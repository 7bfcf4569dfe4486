import { ShapeError } from "@evalpool/errors";
import { size } from "./tensor.js";

/** How to walk one axis of a row-major array: `outer` blocks of `length` steps of `inner`. */
export interface AxisWalk {
  readonly axis: number;
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
}

/** Negative axes count from the end. @throws {ShapeError} with NumPy's message */
export function resolveAxis(op: string, shape: readonly number[], axis: number): AxisWalk {
  const at = axis < 0 ? axis + shape.length : axis;
  const length = shape[at];
  if (length === undefined) {
    const message = `axis ${axis} is out of bounds for array of dimension ${shape.length}`;
    throw new ShapeError(op, [shape], message);
  }
  return { axis: at, outer: size(shape.slice(0, at)), length, inner: size(shape.slice(at + 1)) };
}
