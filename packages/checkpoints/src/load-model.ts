import { createHash } from "node:crypto";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { CheckpointError, shorten, SpecError, UsageError } from "@evalpool/errors";
import { fileKind } from "@evalpool/files";
import { readWhole, systemMessage, whatLiesAt } from "@evalpool/files/node";
import { bind, parameterCount, type Model, parseSpec, type Graph, zoo } from "@evalpool/models";
import { readCheckpoint } from "./read-checkpoint.js";

/** Of any file of weights, in bytes: 256 million float32. */
const LARGEST_CHECKPOINT = 2 ** 30;
/** Of one for a small network: more than that has use for, so that other files can be told. */
const SMALLEST_BOUND = 2 ** 28;
/** Bytes that a weight takes at most, as a float64 that a pickle writes as text. */
const WIDEST_WEIGHT = 16;
/** Of a network's description, in bytes; that of a network with a thousand layers takes 100,000. */
const LARGEST_SPEC = 2 ** 24;

/** A model whose weights came from a file, which its digest identifies. */
export interface LoadedModel extends Model {
  /** Absent where the weights are part of the zoo. */
  readonly checkpoint?: { readonly file: string; readonly sha256: string };
}

/** A network of the zoo by its id, or the one that a `.json` file describes. @throws {SpecError} */
export async function loadGraph(model: string): Promise<Graph> {
  requireText("model", model);
  return zoo.get(model)?.graph ?? readSpec(model);
}

/**
 * Loads a network and its weights.
 *
 * @param model id in the zoo, or a spec's `.json` file
 * @param weights checkpoint file; without it, those that the zoo brings for the model
 * @param signal stops waiting for weights that come through a pipe
 * @throws {SpecError} when there is no such model or its spec is malformed
 * @throws {CheckpointError} when the weights are missing, damaged or those of another network
 * @throws {UsageError} when one of them is no name
 */
export async function loadModel(
  model = "mlp",
  weights?: string,
  signal?: AbortSignal,
): Promise<LoadedModel> {
  if (weights !== undefined) requireText("weights", weights);
  const graph = await loadGraph(model);
  const own = zoo.get(model);
  if (weights === undefined && own?.parameters) return { graph, parameters: own.parameters };
  const file = weights ?? (own?.shipped && shippedFile(own.shipped));
  if (file === undefined) {
    const reason = "no weights of its own; give a checkpoint file with --weights FILE";
    throw new CheckpointError(`model ${graph.id}`, reason);
  }
  const bytes = await readWhole(file, {
    maxBytes: largestFor(graph),
    toError: (reason, options) => new CheckpointError(file, reason, options),
    signal,
  });
  const { parameters } = await readCheckpoint(bytes, file);
  const bound = bind(graph, parameters, file);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { ...bound, checkpoint: { file: basename(file), sha256 } };
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

async function readSpec(file: string): Promise<Graph> {
  if (!file.endsWith(".json")) throw noSpec(file);
  const bytes = await readWhole(file, {
    maxBytes: LARGEST_SPEC,
    toError: (reason, options) => new SpecError(file, [reason], options),
  });
  return parseSpec(parseJson(bytes, file), file);
}

function noSpec(file: string): SpecError {
  const expected = `expected one of ${[...zoo.keys()].join(", ")}, or a spec's .json file`;
  const advice = "describe the network in a spec, and give its weights with --weights FILE";
  try {
    const there = whatLiesAt(file);
    const reason = there === undefined ? expected : `${expected}, got ${there}; ${advice}`;
    return new SpecError(`model ${file}`, [reason]);
  } catch (cause) {
    return new SpecError(`model ${file}`, [`${expected}: ${systemMessage(cause)}`], { cause });
  }
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
