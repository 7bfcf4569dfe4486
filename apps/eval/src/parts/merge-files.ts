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
  const nameOf = namer(paths);
  let merger: PartMerger | undefined;
  let subject: (Subject & { readonly start: number }) | undefined;
  const counted: (SampledPart & { readonly part: ToldPart & Pick<Part, "asked"> })[] = [];
  for (const path of paths) {
    const { tally, run, model, dataset, ...part } = await readPart(path);
    // Names of classes and files are those of the first image's part, in whatever order parts come.
    const start = part.ranges[0]?.start ?? Infinity;
    if (subject === undefined || start < subject.start) subject = { model, dataset, start };
    const name = nameOf(path);
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

/** Calls a file by its name, with its directory where others have the same. */
function namer(paths: readonly string[]): (path: string) => string {
  const seen = new Set<string>();
  const several = new Set<string>();
  for (const path of paths) (seen.has(basename(path)) ? several : seen).add(basename(path));
  return (path) => (several.has(basename(path)) ? path : basename(path));
}
