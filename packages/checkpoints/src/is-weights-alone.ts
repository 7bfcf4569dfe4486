import { fileKind } from "@evalpool/files";
import { openHdf5 } from "./hdf5/open-hdf5.js";
import { hasGraph } from "./native/read-native.js";
import { weightKinds } from "./no-network.js";

/**
 * Whether a file holds weights, and no network with them: its content tells.
 *
 * @param file name for error messages
 * @throws {CheckpointError} when it is damaged so that nobody can tell
 */
export async function isWeightsAlone(bytes: Uint8Array, file: string): Promise<boolean> {
  const kind = fileKind(bytes)?.id;
  if (kind === "safetensors") return !hasGraph(bytes);
  if (kind !== "hdf5") return kind !== undefined && weightKinds.has(kind);
  // Keras keeps both in one file.
  return (await openHdf5(bytes, file)).attribute("model_config") === undefined;
}
