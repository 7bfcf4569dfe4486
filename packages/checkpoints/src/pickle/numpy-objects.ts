import type { FloatTensor } from "@evalpool/models";
import { byteSize, decodeArray, type ElementType } from "../decode-array.js";
import { PickleError } from "./pickle-error.js";
import type { Tuple, Value } from "./unpickle.js";

/** A callable that NumPy's pickles name. Data: what it stands for is carried out by `reduce`. */
export class Global {
  constructor(readonly meaning: "reconstruct" | "ndarray" | "dtype" | "frombuffer" | "encode") {}
}

/** `numpy.dtype`, as far as weights need it. */
class Dtype {
  /** `f4`, `f8`, … */
  readonly code: string;
  byteOrder: "little" | "big" = "little";

  constructor(code: string) {
    this.code = code;
  }
}

const floatKinds: ReadonlyMap<string, ElementType["kind"]> = new Map([
  ["f2", "float16"],
  ["f4", "float32"],
  ["f8", "float64"],
]);

/** `numpy.ndarray`: first named, then filled by BUILD. */
export class NdArray {
  tensor: FloatTensor | undefined;
}

export type NumpyObject = Dtype | NdArray;

/**
 * All that a file may name. Arrays need the first three; protocol 5 writes them with
 * `_frombuffer`, and Python 3 writes bytes in protocol 2 as `_codecs.encode(text, "latin1")`.
 */
const globals: ReadonlyMap<string, Global> = new Map(
  Object.entries({
    "numpy.core.multiarray._reconstruct": new Global("reconstruct"),
    "numpy._core.multiarray._reconstruct": new Global("reconstruct"),
    "numpy.ndarray": new Global("ndarray"),
    "numpy.dtype": new Global("dtype"),
    "numpy.core.numeric._frombuffer": new Global("frombuffer"),
    "numpy._core.numeric._frombuffer": new Global("frombuffer"),
    "_codecs.encode": new Global("encode"),
  }),
);

/** @throws {PickleError} on any other name: it is refused, never looked up */
export function findGlobal(module: string, name: string): Global {
  const found = globals.get(`${module}.${name}`);
  if (found) return found;
  throw new PickleError(
    `names the global ${module}.${name}; expected NumPy arrays alone, and no code is run`,
  );
}

/** REDUCE: what `callable(*args)` gives. */
export function reduce(callable: Value, args: Value): Value {
  if (!(callable instanceof Global) || !Array.isArray(args)) {
    throw new PickleError("expected a callable and its arguments");
  }
  const [first, second, third, fourth] = args as Tuple;
  switch (callable.meaning) {
    case "reconstruct":
      return new NdArray();
    case "dtype":
      if (typeof first === "string") return new Dtype(first);
      if (first instanceof Uint8Array) return new Dtype(String.fromCharCode(...first));
      throw new PickleError("expected numpy.dtype of a type code");
    case "frombuffer": {
      const array = new NdArray();
      array.tensor = toTensor(third, second, fourth === "F", first);
      return array;
    }
    case "encode":
      if (typeof first !== "string" || second !== "latin1") break;
      return Uint8Array.from(first, (char) => char.charCodeAt(0));
    case "ndarray":
      break;
  }
  throw new PickleError(`unexpected call of ${callable.meaning}`);
}

/** BUILD: `object.__setstate__(state)`. */
export function build(object: Value, state: Value): void {
  if (!Array.isArray(state)) throw new PickleError("expected a state to be a tuple");
  if (object instanceof Dtype) {
    const [, byteOrder] = state as Tuple;
    object.byteOrder = byteOrder === ">" || isByte(byteOrder, ">") ? "big" : "little";
  } else if (object instanceof NdArray) {
    const [, shape, dtype, isFortran, bytes] = state as Tuple;
    object.tensor = toTensor(shape, dtype, isFortran === true, bytes);
  } else {
    throw new PickleError("expected a state for an array or a dtype alone");
  }
}

function toTensor(
  shape: Value | undefined,
  dtype: Value | undefined,
  isFortran: boolean,
  bytes: Value | undefined,
): FloatTensor {
  const isShape =
    Array.isArray(shape) && shape.every((n) => Number.isSafeInteger(n) && (n as number) >= 0);
  if (!isShape || !(dtype instanceof Dtype) || !(bytes instanceof Uint8Array)) {
    throw new PickleError("expected an array's state: shape, dtype, order and bytes");
  }
  const lengths = shape as readonly number[];
  const type = elementType(dtype);
  const expected = byteSize(lengths, type);
  if (expected !== bytes.length) {
    const array = `an array of shape (${lengths.join(",")})`;
    throw new PickleError(`${array} takes ${expected} bytes, got ${bytes.length}`);
  }
  return decodeArray(bytes, lengths, type, isFortran);
}

function elementType({ code, byteOrder }: Dtype): ElementType {
  const kind = floatKinds.get(code);
  if (kind !== undefined) return { kind, littleEndian: byteOrder === "little" };
  const known = [...floatKinds.keys()].join(", ");
  throw new PickleError(`expected arrays of floats (${known}), got ${code}`);
}

function isByte(value: Value | undefined, char: string): boolean {
  return value instanceof Uint8Array && value.length === 1 && value[0] === char.charCodeAt(0);
}
