import { openHdf5, type Hdf5Group } from "../hdf5/open-hdf5.js";
import type { NetworkInFile, NetworkReader, ReadNetworkOptions } from "../network-file.js";
import { lowerKeras } from "./lower-keras.js";
import { parseNetwork } from "./network.js";
import { readKerasArchive } from "./read-archive.js";
import { majorVersion } from "./version.js";
import { VarsSource } from "./weights.js";

/**
 * Reads a `.keras` archive: the network of its `config.json`, the weights of its HDF5 file.
 *
 * @param file name for error messages
 * @throws {CheckpointError | SpecError} when it is damaged
 * @throws {UnsupportedError} that names the layers that are not read, as Lambda, of which none is run
 */
export const readKeras: NetworkReader = async (
  bytes: Uint8Array,
  file: string,
  { output }: ReadNetworkOptions,
): Promise<NetworkInFile> => {
  const archive = await readKerasArchive(bytes, file);
  const network = parseNetwork(archive.config, file);
  const root = await openHdf5(archive.weights, `${file}: model.weights.h5`);
  const version = majorVersion(
    (archive.metadata as { keras_version?: unknown } | null)?.keras_version,
  );
  const weights = new VarsSource(root, network, file);
  const read = lowerKeras({ network, weights, version, output }, file);
  return { ...read, ...skippedOf(root, "optimizer") };
};

/** What training left beside the weights. */
export function skippedOf(root: Hdf5Group, group: string): Pick<NetworkInFile, "skipped"> {
  return root.groups.has(group) ? { skipped: ["optimizer state"] } : {};
}
