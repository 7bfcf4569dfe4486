import { isFloatType, numpyType, type FloatType } from "@evalpool/arrays";
import { shorten } from "@evalpool/errors";

/** A type of floats by what NumPy calls it, as `<f4`; `undefined` for others. */
export function floatType(name: string): FloatType | undefined {
  const type = numpyType(name);
  return type && isFloatType(type) ? type : undefined;
}

/** That an array is of a type which is not read, and what to do. */
export function notFloats(name: string): string {
  return `expected floats (f2, f4, f8), got ${shorten(name)}; save it with .astype("float32")`;
}
