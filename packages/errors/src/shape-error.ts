import { EvalpoolError } from "./evalpool-error.js";

/** Shapes that do not fit the operation they were given to. The message is NumPy's where NumPy has one. */
export class ShapeError extends EvalpoolError {
  override readonly name = "ShapeError";

  /**
   * @param op the operation that refused, as in `dot`
   * @param shapes of all operands; of a single one, also the shape that was asked for
   */
  constructor(
    readonly op: string,
    readonly shapes: readonly (readonly number[])[],
    message: string,
  ) {
    super("shape", message);
  }
}

/** A shape as NumPy writes it: `()`, `(3,)`, `(2,3)`. */
export function formatShape(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(",")})`;
}

/** Several, as `(2,3) and (2,4)`. */
export function formatShapes(shapes: readonly (readonly number[])[]): string {
  const all = shapes.map(formatShape);
  const last = all.pop() ?? "none";
  return all.length === 0 ? last : `${all.join(", ")} and ${last}`;
}
