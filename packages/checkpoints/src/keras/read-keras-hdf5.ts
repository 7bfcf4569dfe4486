import { CheckpointError, shorten } from "@evalpool/errors";
import { openHdf5 } from "../hdf5/open-hdf5.js";
import type { NetworkInFile, NetworkReader, ReadNetworkOptions } from "../network-file.js";
import { lowerKeras } from "./lower-keras.js";
import { parseNetwork } from "./network.js";
import { skippedOf } from "./read-keras.js";
import { majorVersion } from "./version.js";
import { LegacySource } from "./weights.js";

/**
 * Reads a model as Keras kept it before `.keras`: one HDF5 file, whose attribute `model_config` is the
 * network, and whose group `model_weights` has an array for each name that its groups list.
 *
 * @param file name for error messages
 * @throws {CheckpointError | SpecError} when it is damaged, or weights without a model
 * @throws {UnsupportedError} that names the layers that are not read
 */
export const readKerasHdf5: NetworkReader = async (
  bytes: Uint8Array,
  file: string,
  { output }: ReadNetworkOptions,
): Promise<NetworkInFile> => {
  const root = await openHdf5(bytes, file);
  const config = root.attribute("model_config");
  const arrays = root.groups.get("model_weights");
  if (typeof config !== "string" || arrays === undefined) {
    const advice = "give its architecture as a spec, and this file as its weights";
    throw new CheckpointError(file, `an HDF5 file without a Keras model in it; ${advice}`);
  }
  const network = parseNetwork(parseConfig(config, file), file);
  const version = majorVersion(
    root.attribute("keras_version") ?? arrays.attribute("keras_version"),
  );
  const weights = new LegacySource(arrays, file);
  const read = lowerKeras({ network, weights, version, output }, file);
  return { ...read, ...skippedOf(root, "optimizer_weights") };
};

function parseConfig(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = `model_config: expected JSON: ${shorten((cause as Error).message)}`;
    throw new CheckpointError(file, reason, { cause });
  }
}
