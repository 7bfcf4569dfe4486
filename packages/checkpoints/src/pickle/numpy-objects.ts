import {
  columnMajor,
  isShape,
  rowMajor,
  shapeProblem,
  type Axis,
  type FloatKind,
  type StoredArray,
} from "@evalpool/arrays";
import { floatType } from "../float-type.js";
import type { Tuple, Value } from "./dialect.js";
import { PickleError } from "./pickle-error.js";
import { nameOf } from "./text.js";

/*
 * What NumPy's pickles make, by the rules of its `array_setstate` and `arraydescr_setstate`
 * (`numpy/_core`, 2.4). What NumPy never writes, though it would take it, is refused.
 */

export type NumpyObject = NdArray | Dtype;
export type NumpyTuple = Tuple<NumpyObject>;
type Item = Value<NumpyObject> | undefined;

/** `numpy.ndarray`: made empty and then given its state, or made of a buffer at once. */
export class NdArray {
  readonly told = "an array";
  content: StoredArray<FloatKind> | OtherArray | undefined;

  /** @param state `(version, shape, dtype, is_fortran, bytes)` */
  setState(state: NumpyTuple): void {
    const [version, shape, type, flag, bytes] = state;
    const isFortran = truth(flag);
    const isKnown = state.length === 5 && (version === 0 || version === 1);
    if (!isKnown || isFortran === undefined || this.content !== undefined) {
      throw new PickleError("expected one state of an array, in version 0 or 1");
    }
    this.fill(type, shape, bytes, isFortran ? columnMajor : rowMajor);
  }

  /** @param layOut the axes for a shape that is found to be good */
  fill(
    type: Item,
    shape: Item,
    bytes: Item,
    layOut: (shape: readonly number[]) => readonly Axis[],
  ): void {
    if (!(type instanceof Dtype) || type.name === undefined) {
      throw new PickleError("expected an array to have a dtype, with its state");
    }
    const floats = floatType(type.name);
    if (floats === undefined) {
      this.content = { type: type.name };
      return;
    }
    if (!isShape(shape) || !(bytes instanceof Uint8Array)) {
      throw new PickleError("expected an array to have a shape of up to 64 axes, and bytes");
    }
    const problem = shapeProblem(shape, floats, bytes.length);
    if (problem !== undefined) throw new PickleError(problem);
    this.content = { bytes, type: floats, axes: layOut(shape) };
  }
}

/** An array that is not of floats: no error before it is asked for, by its name. */
interface OtherArray {
  /** `dtype.str`, as `<i8`. */
  readonly type: string;
}

/** `numpy.dtype`: made of kind and bytes, as `f4`; its byte order is in its state. */
export class Dtype {
  /** `dtype.str`, as `<f4`. */
  name: string | undefined;

  constructor(readonly code: string) {}

  /** @param state `(3, order, None, None, None, -1, -1, 0)`, or with 4 and metadata behind */
  setState([version, order, ...rest]: NumpyTuple): void {
    const symbol = nameOf(order);
    const isKnown = (version === 3 && rest.length === 6) || (version === 4 && rest.length === 7);
    if (!isKnown || symbol?.length !== 1 || this.name !== undefined) {
      throw new PickleError("expected one state of a dtype, in version 3 or 4");
    }
    this.name = `${symbol}${this.code}`;
    const plain = [null, null, null, -1, -1, 0];
    if (floatType(this.name) && plain.some((value, i) => rest[i] !== value)) {
      throw new PickleError(`expected the state of a plain dtype of ${this.name}`);
    }
  }
}

/** A flag as C reads it, a boolean or an `int`; `undefined` for anything else. */
export function truth(value: Item): boolean | undefined {
  if (typeof value === "boolean") return value;
  return typeof value === "number" && value === (value | 0) ? value !== 0 : undefined;
}
