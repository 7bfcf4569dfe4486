import { formatShape } from "@evalpool/errors";
import { bytesOfElement, type ElementType } from "./element-type.js";

/** An axis of an array as it lies in a file. */
export interface Axis {
  readonly length: number;
  /** Elements from one index to the next. */
  readonly stride: number;
}

/** Axes of an array: NumPy's limit. */
const MOST_AXES = 64;

/** Elements of an array of this shape. */
export function countElements(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** Axes of which the last varies fastest: NumPy's order C. */
export function rowMajor(shape: readonly number[]): Axis[] {
  return shape.map((length, axis) => ({ length, stride: countElements(shape.slice(axis + 1)) }));
}

/** Axes of which the first varies fastest: NumPy's order F. */
export function columnMajor(shape: readonly number[]): Axis[] {
  return shape.map((length, axis) => ({ length, stride: countElements(shape.slice(0, axis)) }));
}

/** Whether a value can be a shape: lengths, of as many axes as NumPy allows. */
export function isShape(value: unknown): value is readonly number[] {
  if (!Array.isArray(value) || value.length > MOST_AXES) return false;
  return value.every((length) => Number.isSafeInteger(length) && length >= 0);
}

/**
 * What is wrong with the shape that a file claims for an array, if anything is; to be asked before
 * anything is done with it.
 *
 * @param type of its elements, or another name for it and the bytes of an element
 * @param available bytes that there are for its elements
 */
export function shapeProblem(
  shape: readonly number[],
  type: ElementType | { readonly name: string; readonly bytes: number },
  available: number,
): string | undefined {
  const { name, bytes } = "kind" in type ? { name: type.kind, bytes: bytesOfElement(type) } : type;
  const array = `${name} of shape ${formatShape(shape)}`;
  // As in NumPy, an axis of length 0 does not make up for the others.
  const largest = countElements(shape.filter((length) => length > 0)) * bytes;
  if (!Number.isSafeInteger(largest)) return `${array} is beyond what a file can hold`;
  const expected = countElements(shape) * bytes;
  return expected === available ? undefined : `${array} takes ${expected} bytes, got ${available}`;
}
