import { CheckpointError, shorten } from "@evalpool/errors";
import type { FloatTensor, Parameters } from "@evalpool/models";
import { notFloats } from "../numpy-type.js";
import { decodeArray, type StoredArray } from "../decode-array.js";
import { Float, List } from "./dialect.js";
import { numpyDialect } from "./numpy-dialect.js";
import { NdArray } from "./numpy-objects.js";
import { PickleError } from "./pickle-error.js";
import { unpickle } from "./unpickle.js";

/**
 * The arrays of a pickled `{name: ndarray}` dict (`pickle.dump`, protocols 2 to 5).
 *
 * @param file name for error messages
 * @throws {CheckpointError} when the file holds anything else or is damaged
 */
export function readPickle(bytes: Uint8Array, file: string): Parameters {
  const stored = readStored(bytes, file);
  requireOwnBytes(new Set(stored.values()), bytes.length, file);
  const decoded = new Map<StoredArray, FloatTensor>();
  const decodeOnce = (array: StoredArray): FloatTensor => {
    const tensor = decoded.get(array) ?? decodeArray(array);
    decoded.set(array, tensor);
    return tensor;
  };
  return new Map([...stored].map(([name, array]) => [name, decodeOnce(array)]));
}

function readStored(bytes: Uint8Array, file: string): ReadonlyMap<string, StoredArray> {
  try {
    const value = unpickle(bytes, numpyDialect);
    if (!(value instanceof Map)) {
      throw new CheckpointError(file, `expected a dict of NumPy arrays, got ${describe(value)}`);
    }
    return new Map([...value].map(([name, array]) => [name, requireFloats(array, name, file)]));
  } catch (cause) {
    if (!(cause instanceof PickleError)) throw cause;
    throw new CheckpointError(file, `not a readable pickle: ${cause.message}`, { cause });
  }
}

function requireFloats(value: unknown, name: string, file: string): StoredArray {
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
function requireOwnBytes(arrays: ReadonlySet<StoredArray>, size: number, file: string): void {
  let total = 0;
  for (const { bytes } of arrays) total += bytes.length;
  if (total <= size) return;
  throw new CheckpointError(file, `expected arrays of up to its ${size} bytes, got ${total}`);
}

/** A value of Python's, as it stands in a sentence. */
function describe(value: unknown): string {
  if (value === null) return "None";
  if (Array.isArray(value)) return "a tuple";
  if (value instanceof List) return "a list";
  if (value instanceof Map) return "a dict";
  if (value instanceof Float) return "a float";
  if (value instanceof Uint8Array) return "bytes";
  if (value instanceof NdArray) return "an array";
  const types: Partial<Record<string, string>> = {
    number: "an integer",
    string: "text",
    boolean: "a boolean",
  };
  return types[typeof value] ?? "something else";
}
