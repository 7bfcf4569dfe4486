import { isShape } from "@evalpool/arrays";
import type { Shape } from "@evalpool/models";
import { size } from "@evalpool/tensor";
import { Malformed, NotCovered } from "./signals.js";

/** What a constant's elements are; the width of integers does not matter here. */
export type ElementKind = "float" | "integer" | "boolean";

/** A tensor that is known before there is an input. */
export interface Constant {
  readonly kind: "constant";
  /** Of the value in the file, for the parameter that it may become. */
  readonly name: string;
  readonly type: ElementKind;
  readonly shape: Shape;
  /** Integers too are floats, exact up to 2^53; `BATCH` stands for what is not known yet. */
  readonly data: Float32Array | Float64Array;
}

/** The number of examples, in a tensor of integers, which have no NaN of their own. */
export const BATCH = NaN;

export function isBatch(value: number | undefined): boolean {
  return Number.isNaN(value);
}

/** Values of all constants that are made out of others: as many as a graph may have weights. */
export const MOST_VALUES = 2 ** 28;

/** Integers as a vector. */
export function integers(name: string, values: readonly number[]): Constant {
  const data = Float64Array.from(values);
  return { kind: "constant", name, type: "integer", shape: [values.length], data };
}

/** The one value of a scalar, or of a tensor that has no more. */
export function scalarOf(constant: Constant, what: string): number {
  const [value] = constant.data;
  if (value === undefined || constant.data.length > 1) {
    throw new Malformed(`expected one value for ${what}, got ${constant.data.length}`);
  }
  return value;
}

/** The numbers of a vector of integers, which may have `BATCH` among them. */
export function integersOf(constant: Constant, what: string): number[] {
  if (constant.type !== "integer" || constant.shape.length > 1) {
    throw new Malformed(`expected a vector of integers for ${what}`);
  }
  // More axes than any tensor has: a list that is no list of axes.
  if (constant.data.length > 1024)
    throw new NotCovered(`${constant.data.length} values of ${what}`);
  return [...constant.data];
}

/** The same values under another shape of as many. */
export function reshaped(constant: Constant, shape: Shape): Constant {
  if (!isShape(shape) || size(shape) !== constant.data.length) {
    throw new Malformed(`cannot reshape (${constant.shape.join(",")}) into (${shape.join(",")})`);
  }
  return { ...constant, shape };
}
