import { basename } from "node:path";
import { UsageError } from "@evalpool/errors";
import {
  createPartMerger,
  type EvaluationResult,
  type Part,
  type PartMerger,
} from "@evalpool/evaluate";
import type { Subject } from "../describe-result.js";
import { describeParts } from "./describe-parts.js";
import { readPart } from "./part-file.js";
import type { SampledPart } from "./part-samples.js";
import { PartShares, type ToldPart } from "./part-shares.js";
import { tellMissing } from "./tell-missing.js";
import { tell } from "../terminal/tell.js";

/** What files of parts add up to. */
export interface MergedFiles {
  readonly result: EvaluationResult;
  /** Those that were counted, each once. */
  readonly parts: readonly SampledPart[];
}

/**
 * Merges parts in files, one after the other, saying which of them are doubles.
 *
 * @throws {DataError} when one is no part, or of another run than the first
 * @throws {ShardError} when images are in none of them, or in two that are not equal
 */
export async function mergeFiles(paths: readonly string[]): Promise<MergedFiles> {
  let merger: PartMerger | undefined;
  let subject: Subject | undefined;
  const counted: (SampledPart & { readonly part: ToldPart & Pick<Part, "asked"> })[] = [];
  for (const path of paths) {
    const { tally, run, model, dataset, ...part } = await readPart(path);
    subject ??= { model, dataset };
    const name = nameOf(path, paths);
    merger ??= createPartMerger(run, name);
    const outcome = merger.add(name, { tally, run, ranges: part.ranges });
    if ("isCounted" in outcome) counted.push({ path, part });
    else tell([`evalpool: ${name}: the same as ${outcome.doubleOf}, counted once`]);
  }
  if (merger === undefined || subject === undefined)
    throw new UsageError("expected the files of parts, got none");
  if (merger.missing().length > 0)
    throw tellMissing(
      merger,
      counted.map(({ part }) => part),
    );
  const shares = new PartShares(counted.map(({ part }) => part));
  const result = describeParts(subject, shares, merger.tally());
  return { result, parts: counted };
}

/** Its name, and its directory where others have the same. */
function nameOf(path: string, paths: readonly string[]): string {
  const name = basename(path);
  return paths.filter((other) => basename(other) === name).length > 1 ? path : name;
}
