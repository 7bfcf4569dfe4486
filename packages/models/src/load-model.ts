import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { getSystemErrorMessage } from "node:util";
import { CheckpointError, SpecError } from "./errors.js";
import { bind, type Model } from "./model.js";
import { readCheckpoint } from "./checkpoint/read-checkpoint.js";
import { parseSpec } from "./spec.js";
import { zoo, type ZooEntry } from "./zoo/zoo.js";

/** A model whose weights came from a file, which its digest identifies. */
export interface LoadedModel extends Model {
  /** Absent where the weights are part of the zoo. */
  readonly checkpoint?: { readonly file: string; readonly sha256: string };
}

/**
 * Loads a network and its weights.
 *
 * @param model name in the zoo, or a spec's `.json` file
 * @param weights checkpoint file; may be left out where the zoo brings weights
 * @throws {SpecError} when there is no such model or its spec is malformed
 * @throws {CheckpointError} when the weights are missing, damaged or those of another network
 */
export async function loadModel(model: string, weights?: string): Promise<LoadedModel> {
  const { spec, parameters } = zoo.get(model) ?? (await readSpec(model));
  if (weights !== undefined) {
    const bytes = await readFile(weights).catch((cause: unknown) => {
      throw new CheckpointError(weights, systemMessage(cause), { cause });
    });
    const bound = bind(spec, await readCheckpoint(bytes, weights), weights);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return { ...bound, checkpoint: { file: basename(weights), sha256 } };
  }
  if (parameters === undefined) {
    const reason = "no weights of its own; give a checkpoint file with --weights FILE";
    throw new CheckpointError(`model ${spec.id}`, reason);
  }
  return { spec, parameters };
}

async function readSpec(file: string): Promise<ZooEntry> {
  if (!file.endsWith(".json")) {
    const known = [...zoo.keys()].join(", ");
    throw new SpecError(`model ${file}`, [`expected one of ${known}, or a spec's .json file`]);
  }
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new SpecError(file, [systemMessage(cause)], { cause });
  });
  return { spec: parseSpec(parseJson(text, file), file) };
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SpecError(file, [`expected JSON: ${(cause as Error).message}`], { cause });
  }
}

/** What the system says, as "no such file or directory". */
function systemMessage(cause: unknown): string {
  return getSystemErrorMessage((cause as NodeJS.ErrnoException).errno!);
}
