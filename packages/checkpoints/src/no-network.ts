import { CheckpointError, SpecError } from "@evalpool/errors";
import { fileKind, type FileKindId } from "@evalpool/files";
import { knownNetworks } from "./known-networks.js";
import { readCheckpoint } from "./read-checkpoint.js";

/** Kinds of files that hold weights and no network. */
export const weightKinds: ReadonlySet<FileKindId> = new Set([
  "safetensors",
  "npz",
  "pickle",
  "torch",
  "npy",
]);

/** Those that may hold anything else as well, as a program: reading them tells. */
const anything: ReadonlySet<FileKindId> = new Set(["pickle", "torch"]);

const DATA = "it is of a data set: give the directory that it is in with --data";
/** Kinds of files that are of data sets, and what to do with them. */
const ofData: ReadonlyMap<FileKindId, string> = new Map([
  ["idx", DATA],
  ["parquet", DATA],
  ["csv", "predictions of another program are scored with --predictions FILE"],
]);

/** A file that is no network, by what it is. */
export async function noNetwork(bytes: Uint8Array, file: string): Promise<SpecError> {
  const kind = fileKind(bytes);
  const isWeights = kind && weightKinds.has(kind.id);
  const other = kind && anything.has(kind.id) ? await whyNoWeights(bytes, file) : undefined;
  if (kind && other !== undefined) {
    return new SpecError(`model ${file}`, [
      `expected ${knownNetworks()}, got ${kind.name}: ${other}`,
    ]);
  }
  const advice = isWeights
    ? "describe the network in a spec, and give these weights with --weights FILE"
    : kind
      ? (kind.remedy ?? ofData.get(kind.id))
      : "export the network as ONNX, or describe it in a spec";
  const got = `${kind?.name ?? "a file of no known kind"}${isWeights ? ", weights alone" : ""}`;
  const told = [`expected ${knownNetworks()}, got ${got}`, ...(advice ? [advice] : [])];
  return new SpecError(`model ${file}`, [told.join("; ")]);
}

/** What it holds in place of weights and what saves these, where it does. */
async function whyNoWeights(bytes: Uint8Array, file: string): Promise<string | undefined> {
  try {
    await readCheckpoint(bytes, file);
    return undefined;
  } catch (error) {
    if (error instanceof CheckpointError) return error.reason;
    throw error;
  }
}
