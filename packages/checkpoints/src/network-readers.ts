import { fileKind, type FileKindId } from "@evalpool/files";
import { hasGraph, readNative } from "./native/read-native.js";
import type { NetworkReader } from "./network-file.js";

/** Loaded when there is such a file, so that others start as fast as without it. */
const readers: Partial<Record<FileKindId, () => Promise<NetworkReader>>> = {
  onnx: async () => (await import("./onnx/read-onnx.js")).readOnnx,
  keras: async () => (await import("./keras/read-keras.js")).readKeras,
  hdf5: async () => (await import("./keras/read-keras-hdf5.js")).readKerasHdf5,
};

/**
 * What reads the network that a file holds: its content tells, and where that does not, its name.
 *
 * @returns undefined where it holds none, as weights alone
 */
export async function networkReader(
  bytes: Uint8Array,
  file: string,
): Promise<NetworkReader | undefined> {
  const kind = fileKind(bytes)?.id;
  if (kind === "safetensors") return hasGraph(bytes) ? readNative : undefined;
  // Protocol buffers have no signature: their fields may come in any order.
  const isNamedOnnx = file.toLowerCase().endsWith(".onnx") && kind === undefined;
  const load = kind && readers[kind];
  return isNamedOnnx ? readers.onnx?.() : load?.();
}

/** What reads a network of TensorFlow.js, where a JSON file is one. */
export async function tfjsReader(json: unknown): Promise<NetworkReader | undefined> {
  const { isTfjsModel } = await import("./tfjs/is-tfjs-model.js");
  if (!isTfjsModel(json)) return undefined;
  return (await import("./tfjs/read-tfjs.js")).readTfjs;
}
