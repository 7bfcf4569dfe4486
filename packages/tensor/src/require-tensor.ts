import {
  formatShape,
  isObject,
  oneOf,
  requireArgument,
  ShapeError,
  wholeNumber,
  type Expectation,
} from "@evalpool/errors";
import { dtypeNames, isTypedArray } from "./dtype.js";
import { size } from "./size.js";

const length = wholeNumber(0);

const aTensor: Expectation = {
  expected: "a tensor { data, shape }, as tensor gives",
  isMet: (value) =>
    isObject(value) &&
    isTypedArray(value["data"]) &&
    Array.isArray(value["shape"]) &&
    value["shape"].every(length.isMet),
};

/**
 * For callers without types, and those who made their tensor by hand.
 *
 * @throws {UsageError} when it is no tensor
 * @throws {ShapeError} when its shape is not that of as many elements
 */
export function requireTensor(
  op: string,
  t: { readonly data: ArrayLike<number>; readonly shape: readonly number[] },
): void {
  requireArgument(op, aTensor, t);
  const { data, shape } = t;
  if (data.length === size(shape)) return;
  const expected = `expected ${size(shape)} elements, as of shape ${formatShape(shape)}`;
  throw new ShapeError(op, [shape], `${op}: ${expected}, got ${data.length}`);
}

/** For callers without types. @throws {UsageError} when there is no such dtype */
export function requireDType(op: string, dtype: unknown): void {
  requireArgument(`${op}: dtype`, oneOf(dtypeNames), dtype);
}
