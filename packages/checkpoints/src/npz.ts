import { withArchive, type ArchiveKind } from "@evalpool/arrays";
import { CheckpointError, shorten } from "@evalpool/errors";
import type { FloatTensor, Parameters } from "@evalpool/models";
import { readNpy } from "./npy.js";
import { toCheckpointError } from "./to-checkpoint-error.js";

const kind: ArchiveKind = {
  name: "NPZ file",
  member: ["an array", "arrays"],
  // The largest image classifiers have 1,500.
  most: 2000,
};

/**
 * The arrays of an NPZ file (`numpy.savez`, `numpy.savez_compressed`), by their names.
 *
 * @param file name for error messages
 * @throws {CheckpointError}
 */
export function readNpz(bytes: Uint8Array, file: string): Promise<Parameters> {
  return withArchive(bytes, toCheckpointError(file), kind, async (members) => {
    const arrays = new Map<string, FloatTensor>();
    for await (const member of members) {
      const name = member.name.replace(/\.npy$/, "");
      if (arrays.has(name)) throw new CheckpointError(file, `${shorten(name)} is there twice`);
      const content = await member.read();
      arrays.set(name, readNpy(content, `${file}: ${shorten(member.name)}`));
    }
    return arrays;
  });
}
