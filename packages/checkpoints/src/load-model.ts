import { createHash } from "node:crypto";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { CheckpointError, leaveOutside, requireArgument, text, UsageError } from "@evalpool/errors";
import { readWhole } from "@evalpool/files/node";
import { zoo, type Graph } from "@evalpool/models";
import { describeNetwork } from "./describe-network.js";
import { filesBeside } from "./file-beside.js";
import type { FileModel, FileNetworkOptions } from "./file-network.js";
import { largestCheckpoint, largestNetwork } from "./largest-file.js";
import { requireLoadOptions } from "./network-options.js";
import { noModel } from "./no-model.js";
import { readNetwork } from "./read-network.js";
import { readWeights } from "./read-weights.js";

/** A model whose weights came from a file, which its digest identifies. */
export interface LoadedModel extends FileModel {
  /** Absent where the weights are part of the zoo. */
  readonly checkpoint?: { readonly file: string; readonly sha256: string };
}

/** What is said of a model beside its file. */
export interface LoadModelOptions extends Omit<FileNetworkOptions, "beside"> {
  /** Stops waiting for weights that come through a pipe. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A network of the zoo by its id, or the one that a file describes or holds.
 *
 * @throws {SpecError | CheckpointError | UnsupportedError}
 */
export async function loadGraph(model: string, options: LoadModelOptions = {}): Promise<Graph> {
  requireText("loadGraph: model", model);
  requireLoadOptions("loadGraph", options);
  return (await load(model, options)).graph;
}

/**
 * Loads a network and its weights.
 *
 * @param model id in the zoo, a spec's `.json` file, or a file that holds a network and its weights:
 * ONNX, Keras, TensorFlow.js, or what `evalpool convert` wrote
 * @param weights checkpoint file; without it, those that come with the model
 * @throws {SpecError} when there is no such model or its spec is malformed
 * @throws {CheckpointError} when a file is missing or damaged, or its weights are those of another
 * network
 * @throws {UnsupportedError} when it has operations that are not known
 * @throws {UsageError} when one of them is no name, or weights are given twice
 */
export async function loadModel(
  model = "mlp",
  weights?: string,
  options: LoadModelOptions = {},
): Promise<LoadedModel> {
  requireText("loadModel: model", model);
  if (weights !== undefined) requireText("loadModel: weights", weights);
  requireLoadOptions("loadModel", options);
  const found = await load(model, options);
  if (found.parameters !== undefined) {
    if (weights === undefined) return { ...found, parameters: found.parameters };
    throw new UsageError(`${model} has weights of its own: leave out --weights`);
  }
  const own = zoo.get(model);
  if (weights === undefined && own?.parameters) return { ...found, parameters: own.parameters };
  const file = weights ?? (own?.shipped && shippedFile(own.shipped));
  if (file === undefined) {
    const reason = "no weights of its own; give a checkpoint file with --weights FILE";
    throw new CheckpointError(`model ${found.graph.id}`, reason);
  }
  const bytes = await readWhole(file, {
    maxBytes: largestCheckpoint(found.graph),
    toError: (reason, options) => new CheckpointError(file, reason, options),
    signal: options.signal,
  });
  return { ...(await readWeights(bytes, file, found)), checkpoint: identify(bytes, file) };
}

/** A network, with its weights where the same file holds them. */
type LoadedNetwork = Omit<LoadedModel, "parameters"> & Partial<Pick<LoadedModel, "parameters">>;

/** As `loadGraph`, with the weights where the same file holds them. */
export async function loadNetwork(
  model: string,
  options: LoadModelOptions = {},
): Promise<LoadedNetwork> {
  requireText("loadNetwork: model", model);
  requireLoadOptions("loadNetwork", options);
  return load(model, options);
}

async function load(model: string, options: LoadModelOptions): Promise<LoadedNetwork> {
  const own = zoo.get(model);
  return own === undefined ? readFile(model, options) : describeNetwork(own.graph, options);
}

/** The network that a file describes or holds. */
async function readFile(file: string, options: LoadModelOptions): Promise<LoadedNetwork> {
  const { signal, ...said } = options;
  const bytes = await readWhole(file, {
    maxBytes: largestNetwork(file),
    toError: (reason, cause) => noModel(file, reason, cause),
    signal,
  });
  const network = await readNetwork(bytes, file, { ...said, beside: filesBeside(file) });
  if (network.parameters === undefined) return network;
  return { ...network, checkpoint: identify(bytes, file) };
}

/** What tells a file of weights from others. */
function identify(bytes: Uint8Array, file: string): NonNullable<LoadedModel["checkpoint"]> {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { file: basename(file), sha256 };
}

/** For callers without types. @throws {UsageError} */
function requireText(what: string, value: unknown): void {
  requireArgument(what, text("a name as text"), value);
}

/**
 * Weights of the zoo: `imports` of the package that this code is built into says where they lie.
 *
 * @throws {CheckpointError} where that package is left behind
 */
function shippedFile(name: string): string {
  try {
    return fileURLToPath(import.meta.resolve(`#weights/${name}`));
  } catch (cause) {
    throw new CheckpointError(name, leaveOutside("@evalpool/checkpoints"), { cause });
  }
}
