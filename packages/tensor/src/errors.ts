/** Shapes that do not fit the operation they were given to. The message is NumPy's where NumPy has one. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";

  /**
   * @param op the operation that refused, as in `dot`
   * @param left shape of the first operand
   * @param right shape of the second operand, or the shape that was asked for
   */
  constructor(
    readonly op: string,
    readonly left: readonly number[],
    readonly right: readonly number[],
    message: string,
  ) {
    super(message);
  }
}

/** A shape as NumPy writes it: `()`, `(3,)`, `(2,3)`. */
export function formatShape(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(",")})`;
}
