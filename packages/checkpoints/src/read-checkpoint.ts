import { CheckpointError } from "@evalpool/errors";
import type { Parameters } from "@evalpool/models";
import { isNpy } from "./npy.js";
import { isNpz, readNpz } from "./npz.js";
import { isPickle, readPickle } from "./pickle/read-pickle.js";
import { isSafetensors, readSafetensors } from "./safetensors.js";

/**
 * The named tensors of a checkpoint: safetensors, NPZ, or a pickled dict of NumPy arrays. Its first
 * bytes tell which, not its name. Nothing in it is ever run.
 *
 * @param file name for error messages
 * @throws {CheckpointError} when it is none of these, or damaged
 */
export async function readCheckpoint(bytes: Uint8Array, file: string): Promise<Parameters> {
  if (isSafetensors(bytes)) return readSafetensors(bytes, file);
  if (isNpz(bytes)) return readNpz(bytes, file);
  if (isPickle(bytes)) return readPickle(bytes, file);
  if (isNpy(bytes)) {
    const reason = "an NPY file holds one array without a name; save them all with numpy.savez";
    throw new CheckpointError(file, reason);
  }
  const first = Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0"));
  const got = bytes.length === 0 ? "an empty file" : `a file that begins ${first.join(" ")}`;
  const known = "safetensors, NPZ or a pickled dict of NumPy arrays (protocol 2 to 5)";
  throw new CheckpointError(file, `expected ${known}, got ${got}`);
}
