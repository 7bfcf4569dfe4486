import type { Corruption, CorruptionStrength } from "@evalpool/corruptions";
import { UsageError } from "@evalpool/errors";
import type { Command } from "commander";
import { corruption } from "./parse-corruptions.js";
import { integer } from "./parse-options.js";

/** What is done to images first. */
export interface CorruptFlags {
  readonly corrupt?: CorruptionStrength;
  readonly corruptSeed?: number;
}

/** Adds `--corrupt` and `--corrupt-seed` to a command. */
export function addCorruptOptions(command: Command): Command {
  return command
    .option("--corrupt <name[:1-5]>", "corrupt images first, as fog or fog:5", corruption)
    .option(
      "--corrupt-seed <n>",
      "of what is random in that (default: 0)",
      integer(0, 2 ** 32 - 1),
    );
}

/** @throws {UsageError} when there is a seed and nothing that it is of */
export function corruptionOf({ corrupt, corruptSeed }: CorruptFlags): Corruption | undefined {
  if (corruptSeed !== undefined && corrupt === undefined) {
    throw new UsageError("--corrupt-seed is of what --corrupt NAME does: give both");
  }
  return corrupt && { ...corrupt, seed: corruptSeed ?? 0 };
}
