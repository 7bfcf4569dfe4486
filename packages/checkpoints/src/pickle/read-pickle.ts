import { decodeArray, type FloatKind, type StoredArray } from "@evalpool/arrays";
import { CheckpointError, shorten } from "@evalpool/errors";
import type { FloatTensor, Parameters } from "@evalpool/models";
import { notFloats } from "../float-type.js";
import { describe } from "./describe.js";
import { List, type Value } from "./dialect.js";
import { numpyDialect } from "./numpy-dialect.js";
import { NdArray, type NumpyObject } from "./numpy-objects.js";
import { PickleError } from "./pickle-error.js";
import { unpickle } from "./unpickle.js";

type FloatArray = StoredArray<FloatKind>;

/**
 * The arrays of a pickled `{name: ndarray}` dict (`pickle.dump`, protocols 2 to 5). Those of a list
 * or tuple are named as `numpy.savez` names them: `arr_0`, `arr_1`, ….
 *
 * @param file name for error messages
 * @throws {CheckpointError} when the file holds anything else or is damaged
 */
export function readPickle(bytes: Uint8Array, file: string): Parameters {
  const stored = readStored(bytes, file);
  requireOwnBytes(new Set(stored.values()), bytes.length, file);
  const decoded = new Map<FloatArray, FloatTensor>();
  const decodeOnce = (array: FloatArray): FloatTensor => {
    const tensor = decoded.get(array) ?? decodeArray(array);
    decoded.set(array, tensor);
    return tensor;
  };
  return new Map([...stored].map(([name, array]) => [name, decodeOnce(array)]));
}

function readStored(bytes: Uint8Array, file: string): ReadonlyMap<string, FloatArray> {
  try {
    const value = unpickle(bytes, numpyDialect);
    const named = namedIn(value);
    if (named === undefined) {
      const expected = "expected a dict, list or tuple of NumPy arrays";
      throw new CheckpointError(file, `${expected}, got ${describe(value)}`);
    }
    return new Map(named.map(([name, array]) => [name, requireFloats(array, name, file)]));
  } catch (cause) {
    if (!(cause instanceof PickleError)) throw cause;
    throw new CheckpointError(file, `not a readable pickle: ${cause.message}`, { cause });
  }
}

function namedIn(value: Value<NumpyObject>): [name: string, array: unknown][] | undefined {
  if (value instanceof Map) return [...value];
  const items: unknown = value instanceof List ? value.items : value;
  return Array.isArray(items) ? items.map((item, i) => [`arr_${i}`, item]) : undefined;
}

function requireFloats(value: unknown, name: string, file: string): FloatArray {
  const told = shorten(name);
  if (!(value instanceof NdArray) || value.content === undefined) {
    const got = `expected ${told} to be a NumPy array, got ${describe(value)}`;
    throw new CheckpointError(
      file,
      `${got}; save numpy.array(value, dtype="float32") in its place`,
    );
  }
  if ("bytes" in value.content) return value.content;
  throw new CheckpointError(file, `${told}: ${notFloats(value.content.type)}`);
}

/** Arrays that pickle writes have each their own bytes; a file may have many of the same. */
function requireOwnBytes(arrays: ReadonlySet<FloatArray>, size: number, file: string): void {
  let total = 0;
  for (const { bytes } of arrays) total += bytes.length;
  if (total <= size) return;
  throw new CheckpointError(file, `expected arrays of up to its ${size} bytes, got ${total}`);
}
