import { ShapeError } from "@evalpool/errors";

/** @throws {ShapeError} with NumPy's message when a length or an axis is no whole number */
export function requireIntegers(
  op: string,
  shape: readonly number[],
  numbers: readonly number[],
  message = "'float' object cannot be interpreted as an integer",
): void {
  if (!numbers.every(Number.isInteger)) throw new ShapeError(op, [shape], message);
}
