import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { DataError, UsageError } from "@evalpool/errors";
import {
  createPartMerger,
  runDifferences,
  type Part,
  type PartMerger,
  type RunIdentity,
} from "@evalpool/evaluate";
import { makeDirectory, systemMessage } from "@evalpool/files/node";
import { readPart } from "./part-file.js";
import type { SampledPart } from "./part-samples.js";
import type { ToldPart } from "./part-shares.js";

/** A part that is kept in a file. */
export interface KeptPart extends SampledPart {
  readonly part: Part;
}

/** What a directory holds of a run. */
export interface KeptParts {
  readonly merger: PartMerger;
  /** Those that are counted, each once. */
  readonly parts: readonly (SampledPart & { readonly part: ToldPart })[];
  /** Counts parts that were kept since. */
  readonly add: (more: readonly KeptPart[]) => void;
}

/** As `keepParts` names them, by first and last index. */
const PART_FILE = /^\d+-\d+\.json$/;

/**
 * Reads what a directory holds of a run; makes it where there is none. Of parts that share images, as
 * two runs at once may leave, one is counted.
 *
 * @param withSamples whether parts without samples are no use
 * @throws {DataError} when one cannot be read, or is of another run
 * @throws {UsageError} when there cannot be such a directory
 */
export async function openKept(
  directory: string,
  run: RunIdentity,
  withSamples: boolean,
): Promise<KeptParts> {
  const names = (await namesIn(directory)).filter((name) => PART_FILE.test(name));
  const merger = createPartMerger(run, "this run");
  const parts: (SampledPart & { readonly part: ToldPart })[] = [];
  const add = (more: readonly KeptPart[]): void => {
    for (const { path, part } of more) {
      if (withSamples && part.samples === undefined) continue;
      if (merger.overlapping(part.ranges) !== undefined) continue;
      const outcome = merger.add(path, part);
      const { ranges, made, samples } = part;
      const told = { ranges, made, ...(samples && { samples }) };
      if ("isCounted" in outcome) parts.push({ path, part: told });
    }
  };
  for (const name of names.sort((a, b) => parseInt(a, 10) - parseInt(b, 10))) {
    const path = join(directory, name);
    const part = await readPart(path, "remove it, and its images are evaluated again");
    requireSameRun(path, run, part.run);
    add([{ path, part }]);
  }
  return { merger, parts, add };
}

/** @throws {UsageError} when there is no such directory, and cannot be */
async function namesIn(directory: string): Promise<string[]> {
  try {
    await makeDirectory(directory);
    return await readdir(directory);
  } catch (cause) {
    const reason = cause instanceof DataError ? cause.reason : systemMessage(cause);
    throw new UsageError(`--resume ${directory}: ${reason}`, { cause });
  }
}

function requireSameRun(path: string, expected: RunIdentity, got: RunIdentity): void {
  const differences = runDifferences(expected, got, "as this run has");
  if (differences === undefined) return;
  throw new DataError(
    path,
    `${differences}; it is of another run: give --resume another directory`,
  );
}
