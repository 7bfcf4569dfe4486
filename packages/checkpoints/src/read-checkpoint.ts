import { fileKind, type FileKindId } from "@evalpool/files";
import type { Parameters } from "@evalpool/models";
import { foreignFile } from "./foreign-file.js";
import type { NamedTensors } from "./named-tensors.js";
import { readNpz } from "./npz.js";
import { readPickle } from "./pickle/read-pickle.js";
import { requireBytes } from "./require-bytes.js";
import { readSafetensors } from "./safetensors.js";

type Read = (bytes: Uint8Array, file: string) => NamedTensors | Promise<NamedTensors>;

/** Loaded when there is such a file, so that others start as fast as without it. */
const readTorch: Read = async (bytes, file) =>
  (await import("./torch/read-torch.js")).readTorch(bytes, file);

const readHdf5: Read = async (bytes, file) =>
  whole(await (await import("./hdf5/read-hdf5-weights.js")).readHdf5Weights(bytes, file));

const readers: Partial<Record<FileKindId, Read>> = {
  safetensors: readSafetensors,
  npz: async (bytes, file) => whole(await readNpz(bytes, file)),
  pickle: (bytes, file) => whole(readPickle(bytes, file)),
  torch: readTorch,
  hdf5: readHdf5,
};

/**
 * The named tensors of a checkpoint: safetensors, NPZ, HDF5, a pickled dict of NumPy arrays, or a
 * `state_dict` of PyTorch; and what was left out of them. Its content tells which, not its name.
 * Nothing in it is ever run.
 *
 * @param file name for error messages
 * @throws {CheckpointError} when it is none of these, or damaged
 */
export async function readCheckpoint(bytes: Uint8Array, file: string): Promise<NamedTensors> {
  requireBytes("readCheckpoint", bytes, file);
  const kind = fileKind(bytes);
  const read = kind && readers[kind.id];
  if (read === undefined) throw foreignFile(kind, bytes, file);
  const { parameters, skipped } = await read(bytes, file);
  return { parameters, skipped };
}

function whole(parameters: Parameters): NamedTensors {
  return { parameters, skipped: [] };
}
