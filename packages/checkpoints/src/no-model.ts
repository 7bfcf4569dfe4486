import { CheckpointError, SpecError } from "@evalpool/errors";
import { fileKind, type FileKindId } from "@evalpool/files";
import { whatLiesAt } from "@evalpool/files/node";
import { zoo } from "@evalpool/models";
import { readCheckpoint } from "./read-checkpoint.js";

const KNOWN = "a spec's .json file, or a network in ONNX, Keras or TensorFlow.js";

/** Kinds of files that hold weights and no network. */
const weightKinds: ReadonlySet<FileKindId> = new Set([
  "safetensors",
  "npz",
  "pickle",
  "torch",
  "npy",
]);

/** Those that may hold anything else as well, as a program: reading them tells. */
const anything: ReadonlySet<FileKindId> = new Set(["pickle", "torch"]);

/** A file that is no network, by what it is. */
export async function noNetwork(bytes: Uint8Array, file: string): Promise<SpecError> {
  const kind = fileKind(bytes);
  const isWeights = kind && weightKinds.has(kind.id);
  const other = kind && anything.has(kind.id) ? await whyNoWeights(bytes, file) : undefined;
  if (kind && other !== undefined) {
    return new SpecError(`model ${file}`, [`expected ${listed()}, got ${kind.name}: ${other}`]);
  }
  const advice = isWeights
    ? "describe the network in a spec, and give these weights with --weights FILE"
    : (kind?.remedy ?? "describe the network in a spec, and give its weights with --weights FILE");
  const got = `${kind?.name ?? "a file of no known kind"}${isWeights ? ", weights alone" : ""}`;
  return new SpecError(`model ${file}`, [`expected ${listed()}, got ${got}; ${advice}`]);
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

/** A file that cannot be read, or does not exist. */
export function noModel(file: string, reason: string, options?: ErrorOptions): SpecError {
  if (file.endsWith(".json")) return new SpecError(file, [reason], options);
  const told = whatLies(file);
  const got = told === undefined ? "" : `, got ${told}`;
  const why = told === undefined || told === "a file" ? `: ${reason}` : "";
  return new SpecError(`model ${file}`, [`expected ${listed()}${got}${why}`], options);
}

function whatLies(file: string): string | undefined {
  try {
    return whatLiesAt(file);
  } catch {
    // Why it cannot be looked at is what is told already.
    return undefined;
  }
}

function listed(): string {
  return `one of ${[...zoo.keys()].join(", ")}, or ${KNOWN}`;
}
