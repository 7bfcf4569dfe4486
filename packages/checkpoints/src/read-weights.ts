import { objectWith, requireArgument } from "@evalpool/errors";
import { bind } from "@evalpool/models";
import type { FileModel, FileNetwork } from "./file-network.js";
import { readCheckpoint } from "./read-checkpoint.js";
import { requireBytes } from "./require-bytes.js";

/**
 * A network with the weights of a checkpoint, which take the place of those that it has.
 *
 * @param bytes up to `largestCheckpoint(network.graph)` of them are expected
 * @param file the checkpoint's name for error messages
 * @throws {CheckpointError} when it is none that is read, or damaged, or its weights are those of
 * another network
 */
export async function readWeights(
  bytes: Uint8Array,
  file: string,
  network: Pick<FileNetwork, "graph" | "preprocessSource">,
): Promise<FileModel> {
  requireBytes("readWeights", bytes, file);
  requireArgument("readWeights: network", objectWith("a network with a graph", "graph"), network);
  const { graph, preprocessSource } = network;
  const { parameters, skipped } = await readCheckpoint(bytes, file);
  return {
    ...bind(graph, parameters, file, skipped),
    ...(preprocessSource && { preprocessSource }),
    ...(skipped.length > 0 && { skipped }),
  };
}
