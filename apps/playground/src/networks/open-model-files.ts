import { hasGraph, readNetwork, readWeights, type FileModel } from "@evalpool/checkpoints";
import { CheckpointError } from "@evalpool/errors";
import type { FileKindId } from "@evalpool/files";
import { imageShape, zoo, type Graph } from "@evalpool/models";
import type { OpenedFile } from "../files/read-file.js";
import { filesBeside } from "./files-beside.js";
import type { Network } from "./network.js";

/** Kinds of files that are networks, or may be: those that are most likely first. */
const networkKinds: readonly (FileKindId | undefined)[] = [
  "json",
  "onnx",
  "keras",
  "hdf5",
  undefined,
];
/** Kinds of files that are weights, or may be. */
const weightKinds: readonly (FileKindId | undefined)[] = [
  "safetensors",
  "npz",
  "pickle",
  "torch",
  "hdf5",
];

/**
 * The network that files are: one that holds its weights, a description and weights, or weights alone
 * of a network that is known.
 *
 * @param current the network that is looked at: weights alone are most likely for it
 * @throws {EvalpoolError} which says what is wrong with which file
 */
export async function openModelFiles(
  files: readonly [OpenedFile, ...OpenedFile[]],
  current: Network | undefined,
): Promise<Network> {
  const network = files.find(isNative) ?? firstOfKinds(files, networkKinds);
  const weights = firstOfKinds(
    files.filter((file) => file !== network),
    weightKinds,
  );
  if (network === undefined && weights !== undefined) return openWeights(weights, current);
  // What is no network says so when it is read.
  const { name, bytes } = network ?? files[0];
  const read = await readNetwork(bytes, name, { beside: filesBeside(files) });
  const flags = ["--model", name];
  if (weights === undefined || read.parameters !== undefined) {
    const { parameters } = read;
    if (parameters) return toNetwork({ ...read, parameters }, flags);
    const advice = "open a file of them along with it";
    throw new CheckpointError(name, `a description of a network, without weights: ${advice}`);
  }
  const model = await readWeights(weights.bytes, weights.name, read);
  return toNetwork(model, [...flags, "--weights", weights.name]);
}

function isNative({ kind, bytes }: OpenedFile): boolean {
  return kind?.id === "safetensors" && hasGraph(bytes);
}

function firstOfKinds(
  files: readonly OpenedFile[],
  kinds: readonly (FileKindId | undefined)[],
): OpenedFile | undefined {
  for (const id of kinds) {
    const found = files.find(({ kind }) => kind?.id === id);
    if (found) return found;
  }
  return undefined;
}

/** Weights alone: of the network that is looked at, else of the first of the zoo that they fit. */
async function openWeights(
  { name, bytes }: OpenedFile,
  current: Network | undefined,
): Promise<Network> {
  const known = [...zoo.values()].map(({ graph }) => graph);
  const graphs = [...(current ? [current.model.graph] : []), ...known].filter(imageShape);
  let failure: unknown;
  for (const graph of graphs) {
    try {
      const model = await readWeights(bytes, name, { graph });
      return toNetwork(model, [...modelFlags(graph, current), "--weights", name]);
    } catch (error) {
      // Of another network, or of none: what is told is why they are not the first one's.
      if (!(error instanceof CheckpointError)) throw error;
      failure ??= error;
    }
  }
  throw failure;
}

function modelFlags(graph: Graph, current: Network | undefined): readonly string[] {
  if (zoo.has(graph.id)) return ["--model", graph.id];
  const [, name = graph.id] = current?.flags ?? [];
  return ["--model", name];
}

function toNetwork(
  { graph, parameters, preprocessSource }: FileModel,
  flags: readonly string[],
): Network {
  const model = { graph, parameters };
  // Says what is wrong where it contradicts itself, before anything is asked of it.
  imageShape(graph);
  return { model, flags, ...(preprocessSource && { preprocessSource }) };
}
