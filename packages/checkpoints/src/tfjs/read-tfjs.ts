import { check, CheckpointError, shorten, SpecError, UnsupportedError } from "@evalpool/errors";
import * as z from "zod/mini";
import { lowerKeras } from "../keras/lower-keras.js";
import { parseNetwork } from "../keras/network.js";
import { majorVersion } from "../keras/version.js";
import { ListedSource } from "../keras/weights.js";
import type { NetworkInFile, NetworkReader, ReadNetworkOptions } from "../network-file.js";
import { manifestSchema, readManifest } from "./read-manifest.js";

/** Of TensorFlow.js' own layers, which are those of Keras 2. */
const KERAS_2 = 2;

function modelSchema() {
  return z.object({
    modelTopology: z.looseObject({
      keras_version: z.nullish(z.string()),
      model_config: z.optional(z.unknown()),
    }),
    weightsManifest: manifestSchema(),
  });
}

/**
 * Reads a layers model of TensorFlow.js: `model.json`, and the files beside it that have the weights.
 *
 * @param file name for error messages
 * @throws {CheckpointError | SpecError} when it is damaged, or a file beside it
 * @throws {UnsupportedError} for a graph model, and for layers that are not read
 */
export const readTfjs: NetworkReader = async (
  bytes: Uint8Array,
  file: string,
  { output, beside }: ReadNetworkOptions,
): Promise<NetworkInFile> => {
  const json = parseJson(bytes, file);
  if (isGraphModel(json)) {
    const advice =
      "export it from its source: python -m tf2onnx.convert --saved-model DIRECTORY --output model.onnx " +
      "(of a graph model itself: --tfjs model.json)";
    throw new UnsupportedError(file, ["a graph model of TensorFlow.js"], advice);
  }
  const checked = check(modelSchema(), json);
  if ("problems" in checked) {
    throw new SpecError(
      file,
      checked.problems.map((problem) => shorten(problem)),
    );
  }
  const { modelTopology: topology, weightsManifest } = checked.value;
  const network = parseNetwork(topology.model_config ?? topology, file);
  const arrays = await readManifest(weightsManifest, file, beside);
  const weights = new ListedSource(arrays, file);
  const said = topology.keras_version ?? "";
  const version = /^\d/.test(said) ? majorVersion(said) : KERAS_2;
  return lowerKeras({ network, weights, version, output }, file);
};

function isGraphModel(json: unknown): boolean {
  if (typeof json !== "object" || json === null) return false;
  const { format, modelTopology: topology } = json as Record<string, unknown>;
  return (
    format === "graph-model" ||
    (typeof topology === "object" && topology !== null && "node" in topology)
  );
}

function parseJson(bytes: Uint8Array, file: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    const reason = `expected JSON: ${shorten((cause as Error).message)}`;
    throw new CheckpointError(file, reason, { cause });
  }
}
