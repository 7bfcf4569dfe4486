import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { createPartMerger, type Part, type PartMerger, type RunIdentity } from "@evalpool/evaluate";
import { makeDirectory } from "@evalpool/files/node";
import type { ToldPart } from "./describe-parts.js";
import { readPart } from "./part-file.js";
import type { SampledPart } from "./part-samples.js";

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
  await makeDirectory(directory);
  const names = (await readdir(directory)).filter((name) => PART_FILE.test(name));
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
    add([{ path, part: await readPart(path) }]);
  }
  return { merger, parts, add };
}
