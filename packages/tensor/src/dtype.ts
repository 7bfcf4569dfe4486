import { EvalpoolError } from "@evalpool/errors";

/** The arrays that a tensor's elements live in. */
export type TypedArray = Float32Array | Float64Array | Uint8Array | Int32Array;

/** The array that holds elements of each dtype. */
export interface TypedArrays {
  float32: Float32Array;
  float64: Float64Array;
  uint8: Uint8Array;
  int32: Int32Array;
}

/** Type of a tensor's elements, by NumPy's name. */
export type DType = keyof TypedArrays;

const constructors = {
  float32: Float32Array,
  float64: Float64Array,
  uint8: Uint8Array,
  int32: Int32Array,
} as const;

/** Their names. */
export const dtypeNames = Object.keys(constructors);

/** Whether a value is an array of one of them. */
export function isTypedArray(value: unknown): value is TypedArray {
  return Object.values(constructors).some((constructor) => value instanceof constructor);
}

/** A zero-filled array of `length` elements. @throws {EvalpoolError} when there is no memory for it */
export function allocate<D extends DType>(dtype: D, length: number): TypedArrays[D] {
  const array = constructors[dtype];
  try {
    return new array(length) as TypedArrays[D];
  } catch (cause) {
    const bytes = length * array.BYTES_PER_ELEMENT;
    const message = `Unable to allocate ${bytes} bytes for an array of data type ${dtype}`;
    throw new EvalpoolError("shape", message, { cause });
  }
}

export function dtypeOf(data: TypedArray): DType {
  if (data instanceof Float32Array) return "float32";
  if (data instanceof Float64Array) return "float64";
  if (data instanceof Uint8Array) return "uint8";
  return "int32";
}

export function isFloat(dtype: DType): dtype is "float32" | "float64" {
  return dtype === "float32" || dtype === "float64";
}

/** The dtype that holds both, as `numpy.promote_types`: int32 with float32 needs float64. */
export function promote(a: DType, b: DType): DType {
  if (a === b) return a;
  if (a === "uint8") return b;
  if (b === "uint8") return a;
  return "float64";
}
