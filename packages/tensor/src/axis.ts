import { ShapeError } from "@evalpool/errors";
import { requireIntegers } from "./require-integers.js";
import { size } from "./tensor.js";

/** How to walk one axis of a row-major array: `outer` blocks of `length` steps of `inner`. */
export interface AxisWalk {
  readonly axis: number;
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
}

/**
 * Negative axes count from the end; a scalar has one axis of length 1, as it has in NumPy's
 * reductions.
 *
 * @throws {ShapeError} with NumPy's message
 */
export function resolveAxis(op: string, shape: readonly number[], axis: number): AxisWalk {
  requireIntegers(op, shape, [axis]);
  const lengths = shape.length === 0 ? [1] : shape;
  const at = axis < 0 ? axis + lengths.length : axis;
  const length = lengths[at];
  if (length === undefined) {
    const message = `axis ${axis} is out of bounds for array of dimension ${shape.length}`;
    throw new ShapeError(op, [shape], message);
  }
  return {
    axis: at,
    outer: size(lengths.slice(0, at)),
    length,
    inner: size(lengths.slice(at + 1)),
  };
}
