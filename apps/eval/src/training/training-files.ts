import { readFile, stat } from "node:fs/promises";
import { printable, UsageError } from "@evalpool/errors";
import { requireDistinct, type NamedFiles } from "../distinct-files.js";
import { requireWritable } from "../require-writable.js";

/** The files that a training ends in. */
export interface TrainingFiles {
  readonly weights: string;
  /** What the weights come from, beside them. */
  readonly card: string;
  /** Those that are asked for. */
  readonly beside: TrainingOutputs;
}

/** Files that a training writes besides, where they are asked for. */
export interface TrainingOutputs {
  /** Its learning curve. */
  readonly curve?: string | undefined;
  /** A line of JSON for each epoch. */
  readonly log?: string | undefined;
  /** What it goes on from. */
  readonly resume?: string | undefined;
}

const ENDING = ".safetensors";
/** Bytes of an id that with the ending still makes a name for every file system. */
const LONGEST_ID = 200;
/** Bytes: what is larger is no card. */
const LARGEST_CARD = 1e6;

/**
 * The file for a network's weights where none is given: called as its id, if that can be the name of
 * a file and not the way to another place.
 *
 * @throws {UsageError} when it cannot
 */
export function defaultWeightsFile(id: string): string {
  // Nor what is more than a letter on some other system, nor what is not shown as it is.
  const isName = /^[^.\s/\\:*?"<>|][^/\\:*?"<>|]*$/u.test(id) && printable(id) === id;
  if (isName && Buffer.byteLength(id) <= LONGEST_ID) return id + ENDING;
  throw new UsageError(`the id ${id} cannot be a file's name: give --out FILE${ENDING}`);
}

/**
 * The files for weights at `out`, before a training that would be lost without them.
 *
 * @param inputs what the training reads, by flag
 * @throws {UsageError} when they cannot be written, would replace what is read, or a file that is no
 * card is in the card's place
 */
export async function planTrainingFiles(
  out: string,
  inputs: NamedFiles,
  beside: TrainingOutputs = {},
): Promise<TrainingFiles> {
  const card = out.slice(0, -ENDING.length) + ".json";
  const { curve, log, resume } = beside;
  for (const file of [out, curve, log, resume]) {
    if (file !== undefined) await requireWritable(file);
  }
  if (await isSomethingElse(card)) {
    const advice = "choose another place for the weights with --out";
    throw new UsageError(`${card} would be replaced by the card of the weights; ${advice}`);
  }
  requireDistinct(inputs, {
    "--out": out,
    "its card": card,
    "--curve": curve,
    "--log": log,
    "--resume": resume,
  });
  return { weights: out, card, beside };
}

/** Whether there is a file that is not a card, as a network's spec. */
async function isSomethingElse(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) return false;
  if (!found.isFile() || found.size > LARGEST_CARD) return true;
  try {
    const content: unknown = JSON.parse(await readFile(file, "utf8"));
    return !(content instanceof Object && "weights" in content && "epochs" in content);
  } catch {
    return true;
  }
}
