import { createHash } from "node:crypto";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { CheckpointError, shorten, SpecError, UsageError } from "@evalpool/errors";
import { fileKind } from "@evalpool/files";
import { readWhole } from "@evalpool/files/node";
import {
  bind,
  completePreprocess,
  parameterCount,
  parseSpec,
  zoo,
  type Graph,
  type Model,
  type PreprocessSource,
  type SaidPreprocess,
} from "@evalpool/models";
import { choosePreprocess } from "./choose-preprocess.js";
import { filesBeside } from "./file-beside.js";
import type { ReadNetwork } from "./network-file.js";
import { networkReader, tfjsReader } from "./network-readers.js";
import { noModel, noNetwork } from "./no-model.js";
import { readCheckpoint } from "./read-checkpoint.js";

/** Of any file of weights, in bytes: 256 million float32. */
const LARGEST_CHECKPOINT = 2 ** 30;
/** Of one for a small network: more than that has use for, so that other files can be told. */
const SMALLEST_BOUND = 2 ** 28;
/** Bytes that a weight takes at most, as a float64 that a pickle writes as text. */
const WIDEST_WEIGHT = 16;
/** Of a network's description, in bytes; that of a network with a thousand layers takes 100,000. */
const LARGEST_SPEC = 2 ** 24;

/** Of a file with a network and its weights, in bytes. */
const LARGEST_NETWORK = 2 ** 31;

/** A model whose weights came from a file, which its digest identifies. */
export interface LoadedModel extends Model {
  /** Absent where the weights are part of the zoo. */
  readonly checkpoint?: { readonly file: string; readonly sha256: string };
  /** Who says what becomes of pixels: the model unless told. */
  readonly preprocessSource?: PreprocessSource;
  /** What its file holds beside and evaluation has no use for, in words. */
  readonly skipped?: readonly string[];
}

/** What is said of a model beside its file. */
export interface LoadModelOptions {
  /** What becomes of stored pixels, in place of what the model says of that or is assumed. */
  readonly preprocess?: SaidPreprocess | undefined;
  /** Which of several outputs gives the classes. */
  readonly output?: string | undefined;
  /** Stops waiting for weights that come through a pipe. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A network of the zoo by its id, or the one that a file describes or holds.
 *
 * @throws {SpecError | CheckpointError | UnsupportedError}
 */
export async function loadGraph(model: string, options: LoadModelOptions = {}): Promise<Graph> {
  return (await loadNetwork(model, options)).graph;
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
  if (weights !== undefined) requireText("weights", weights);
  const found = await loadNetwork(model, options);
  if (found.parameters !== undefined) {
    if (weights === undefined) return { ...found, parameters: found.parameters };
    throw new UsageError(`${model} has weights of its own: leave out --weights`);
  }
  const { graph, ...source } = found;
  const own = zoo.get(model);
  if (weights === undefined && own?.parameters) {
    return { graph, ...source, parameters: own.parameters };
  }
  const file = weights ?? (own?.shipped && shippedFile(own.shipped));
  if (file === undefined) {
    const reason = "no weights of its own; give a checkpoint file with --weights FILE";
    throw new CheckpointError(`model ${graph.id}`, reason);
  }
  const bytes = await readWhole(file, {
    maxBytes: largestFor(graph),
    toError: (reason, options) => new CheckpointError(file, reason, options),
    signal: options.signal,
  });
  const { parameters, skipped } = await readCheckpoint(bytes, file);
  const bound = bind(graph, parameters, file, skipped);
  return { ...source, ...bound, ...factsOf(bytes, file, skipped) };
}

/** A network, with its weights where the same file holds them. */
type LoadedNetwork = Omit<LoadedModel, "parameters"> & Partial<Pick<LoadedModel, "parameters">>;

/** As `loadGraph`, with the weights where the same file holds them. */
export async function loadNetwork(
  model: string,
  options: LoadModelOptions = {},
): Promise<LoadedNetwork> {
  requireText("model", model);
  const { preprocess: asked, output } = options;
  const graph = zoo.get(model)?.graph ?? (await readFile(model, options));
  if ("graph" in graph) return graph;
  if (output !== undefined) {
    throw new UsageError("--output is of networks in a file; a spec names its own");
  }
  const said = completePreprocess(asked ?? {});
  const isCallers = Object.keys(said).length > 0;
  const preprocess = { ...graph.preprocess, ...said };
  return {
    graph: { ...graph, preprocess },
    ...(isCallers && { preprocessSource: "caller" as const }),
  };
}

/** The network that a file describes or holds. */
async function readFile(file: string, options: LoadModelOptions): Promise<Graph | LoadedModel> {
  const bytes = await readWhole(file, {
    maxBytes: file.endsWith(".json") ? LARGEST_SPEC : LARGEST_NETWORK,
    toError: (reason, cause) => noModel(file, reason, cause),
    signal: options.signal,
  });
  const isJson = file.endsWith(".json") || fileKind(bytes)?.id === "json";
  const json = isJson ? parseJson(bytes, file) : undefined;
  const read = await (json === undefined ? networkReader(bytes, file) : tfjsReader(json));
  if (read !== undefined) return readNetwork(read, bytes, file, options);
  if (json === undefined) throw await noNetwork(bytes, file);
  return parseSpec(json, file);
}

async function readNetwork(
  read: ReadNetwork,
  bytes: Uint8Array,
  file: string,
  { output, preprocess: asked }: LoadModelOptions,
): Promise<LoadedModel> {
  const found = await read(bytes, file, { output, beside: filesBeside(file) });
  const { parameters, skipped = [], saysPreprocess = false } = found;
  const bound = bind(found.graph, parameters, file, skipped);
  const { graph, source } = choosePreprocess(bound, saysPreprocess, asked);
  return { ...bound, graph, preprocessSource: source, ...factsOf(bytes, file, skipped) };
}

/** What there is to know of weights by their file. */
function factsOf(
  bytes: Uint8Array,
  file: string,
  skipped: readonly string[],
): Pick<LoadedModel, "checkpoint" | "skipped"> {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { checkpoint: { file: basename(file), sha256 }, ...(skipped.length > 0 && { skipped }) };
}

/** Bytes of a file that may hold the weights of a network. @throws {SpecError} */
function largestFor(graph: Graph): number {
  return Math.min(LARGEST_CHECKPOINT, SMALLEST_BOUND + WIDEST_WEIGHT * parameterCount(graph));
}

/** For callers without types. @throws {UsageError} */
function requireText(what: string, value: unknown): void {
  if (typeof value === "string") return;
  throw new UsageError(`${what}: expected a name as text, got ${shorten(inspect(value), 60)}`);
}

/** Weights that come with this package, found by its name, for this code may be bundled. */
function shippedFile(name: string): string {
  return fileURLToPath(import.meta.resolve(`@evalpool/models/checkpoints/${name}`));
}

function parseJson(bytes: Uint8Array, file: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    const kind = fileKind(bytes);
    const isText = kind && ["json", "csv", "text"].includes(kind.id);
    const reason = kind && !isText ? `, got ${kind.name}` : `: ${(cause as Error).message}`;
    throw new SpecError(file, [`expected JSON${reason}`], { cause });
  }
}
