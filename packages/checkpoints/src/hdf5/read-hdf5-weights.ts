import { CheckpointError } from "@evalpool/errors";
import type { FloatTensor, Parameters } from "@evalpool/models";
import { openHdf5, type Hdf5Group } from "./open-hdf5.js";

/** What training keeps beside the weights, in both of Keras' layouts. */
const optimizer: ReadonlySet<string> = new Set(["optimizer", "optimizer_weights"]);

/**
 * The weights of an HDF5 file, as Keras' `.weights.h5`, by their paths: `layers/dense/vars/0`. The
 * state of an optimizer and what are no floats are left out.
 *
 * @param file name for error messages
 * @throws {CheckpointError} when the file is damaged or holds no weights
 */
export async function readHdf5Weights(bytes: Uint8Array, file: string): Promise<Parameters> {
  const root = await openHdf5(bytes, file);
  const parameters = new Map<string, FloatTensor>();
  const add = ({ groups, datasets }: Hdf5Group): void => {
    for (const { path, read } of datasets.values()) {
      const tensor = read();
      if (tensor !== undefined) parameters.set(path, tensor);
    }
    for (const [name, group] of groups) if (!optimizer.has(name)) add(group);
  };
  add(root);
  if (parameters.size === 0)
    throw new CheckpointError(file, "an HDF5 file without arrays of floats");
  return parameters;
}
