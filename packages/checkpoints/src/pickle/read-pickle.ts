import { CheckpointError } from "@evalpool/errors";
import type { FloatTensor, Parameters } from "@evalpool/models";
import { NdArray } from "./numpy-objects.js";
import { PickleError } from "./pickle-error.js";
import { unpickle, type Value } from "./unpickle.js";

/**
 * The arrays of a pickled `{name: ndarray}` dict (`pickle.dump`, protocols 2 to 5).
 *
 * @param file name for error messages
 * @throws {CheckpointError} when the file holds anything else or is damaged
 */
export function readPickle(bytes: Uint8Array, file: string): Parameters {
  const value = unpickleFile(bytes, file);
  if (!(value instanceof Map)) throw new CheckpointError(file, "expected a dict of NumPy arrays");
  return new Map([...value].map(([name, array]) => [name, requireArray(array, name, file)]));
}

function unpickleFile(bytes: Uint8Array, file: string): Value {
  try {
    return unpickle(bytes);
  } catch (cause) {
    if (cause instanceof PickleError) {
      throw new CheckpointError(file, `not a readable pickle: ${cause.message}`, { cause });
    }
    throw cause;
  }
}

function requireArray(value: Value, name: string, file: string): FloatTensor {
  if (value instanceof NdArray && value.tensor !== undefined) return value.tensor;
  throw new CheckpointError(file, `expected ${name} to be a NumPy array`);
}
