import { requireArgument, ShapeError, type Expectation } from "@evalpool/errors";

const list: Expectation = { expected: "an array of whole numbers", isMet: Array.isArray };

/**
 * @throws {ShapeError} with NumPy's message when a length or an axis is no whole number
 * @throws {UsageError} when there is no array of them
 */
export function requireIntegers(
  op: string,
  shape: readonly number[],
  numbers: readonly number[],
  message = "'float' object cannot be interpreted as an integer",
): void {
  requireArgument(op, list, numbers);
  if (!numbers.every(Number.isInteger)) throw new ShapeError(op, [shape], message);
}
