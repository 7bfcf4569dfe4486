import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { getSystemErrorMap } from "node:util";
import { CheckpointError, SpecError } from "@evalpool/errors";
import { bind, type Model, parseSpec, type Graph, zoo } from "@evalpool/models";
import { readCheckpoint } from "./read-checkpoint.js";

/** A model whose weights came from a file, which its digest identifies. */
export interface LoadedModel extends Model {
  /** Absent where the weights are part of the zoo. */
  readonly checkpoint?: { readonly file: string; readonly sha256: string };
}

/** A network of the zoo by its id, or the one that a `.json` file describes. @throws {SpecError} */
export async function loadGraph(model: string): Promise<Graph> {
  return zoo.get(model)?.graph ?? readSpec(model);
}

/**
 * Loads a network and its weights.
 *
 * @param model id in the zoo, or a spec's `.json` file
 * @param weights checkpoint file; without it, those that the zoo brings for the model
 * @throws {SpecError} when there is no such model or its spec is malformed
 * @throws {CheckpointError} when the weights are missing, damaged or those of another network
 */
export async function loadModel(model = "mlp", weights?: string): Promise<LoadedModel> {
  const graph = await loadGraph(model);
  const own = zoo.get(model);
  if (weights === undefined && own?.parameters) return { graph, parameters: own.parameters };
  const file = weights ?? (own?.shipped && shippedFile(own.shipped));
  if (file === undefined) {
    const reason = "no weights of its own; give a checkpoint file with --weights FILE";
    throw new CheckpointError(`model ${graph.id}`, reason);
  }
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new CheckpointError(file, systemMessage(cause), { cause });
  });
  const bound = bind(graph, await readCheckpoint(bytes, file), file);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { ...bound, checkpoint: { file: basename(file), sha256 } };
}

/** Weights that come with this package, found by its name, for this code may be bundled. */
function shippedFile(name: string): string {
  return fileURLToPath(import.meta.resolve(`@evalpool/models/checkpoints/${name}`));
}

async function readSpec(file: string): Promise<Graph> {
  if (!file.endsWith(".json")) {
    const known = [...zoo.keys()].join(", ");
    throw new SpecError(`model ${file}`, [`expected one of ${known}, or a spec's .json file`]);
  }
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new SpecError(file, [systemMessage(cause)], { cause });
  });
  return parseSpec(parseJson(text, file), file);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SpecError(file, [`expected JSON: ${(cause as Error).message}`], { cause });
  }
}

/** What the system says, as "no such file or directory"; else what Node says. */
function systemMessage(cause: unknown): string {
  const { errno, message } = cause as NodeJS.ErrnoException;
  return (errno === undefined ? undefined : getSystemErrorMap().get(errno)?.[1]) ?? message;
}
