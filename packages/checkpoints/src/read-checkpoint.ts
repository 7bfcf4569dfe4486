import { fileKind, type FileKindId } from "@evalpool/files";
import type { Parameters } from "@evalpool/models";
import { foreignFile } from "./foreign-file.js";
import { readNpz } from "./npz.js";
import { readPickle } from "./pickle/read-pickle.js";
import { readSafetensors } from "./safetensors.js";

type Read = (bytes: Uint8Array, file: string) => Parameters | Promise<Parameters>;

const readers: Partial<Record<FileKindId, Read>> = {
  safetensors: readSafetensors,
  npz: readNpz,
  pickle: readPickle,
};

/**
 * The named tensors of a checkpoint: safetensors, NPZ, or a pickled dict of NumPy arrays. Its
 * content tells which, not its name. Nothing in it is ever run.
 *
 * @param file name for error messages
 * @throws {CheckpointError} when it is none of these, or damaged
 */
export async function readCheckpoint(bytes: Uint8Array, file: string): Promise<Parameters> {
  const kind = fileKind(bytes);
  const read = kind && readers[kind.id];
  if (read === undefined) throw foreignFile(kind, bytes, file);
  return read(bytes, file);
}
