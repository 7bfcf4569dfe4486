import { access, constants, readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { UsageError } from "@evalpool/errors";

/** The files that a training ends in. */
export interface TrainingFiles {
  readonly weights: string;
  /** What the weights come from, beside them. */
  readonly card: string;
}

/**
 * The files for weights at `out`, before a training that would be lost without them.
 *
 * @throws {UsageError} when they cannot be written, or a file that is no card is in the card's place
 */
export async function planTrainingFiles(out: string): Promise<TrainingFiles> {
  const card = out.replace(/\.safetensors$/, "") + ".json";
  await access(dirname(resolve(out)), constants.W_OK).catch((cause: unknown) => {
    throw new UsageError(`cannot write ${out}: ${(cause as Error).message}`, { cause });
  });
  if (await isSomethingElse(card)) {
    const advice = "choose another place for the weights with --out";
    throw new UsageError(`${card} would be replaced by the card of the weights; ${advice}`);
  }
  return { weights: out, card };
}

/** Whether there is a file that is not a card, as a network's spec. */
async function isSomethingElse(file: string): Promise<boolean> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return false;
  try {
    const content: unknown = JSON.parse(text);
    return !(content instanceof Object && "weights" in content && "epochs" in content);
  } catch {
    return true;
  }
}
