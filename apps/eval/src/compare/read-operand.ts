import { basename } from "node:path";
import { DataError } from "@evalpool/errors";
import { union } from "@evalpool/evaluate";
import { describeParts } from "../parts/describe-parts.js";
import { readPart } from "../parts/part-file.js";
import { PartShares } from "../parts/part-shares.js";
import { readPartSamples } from "../parts/part-samples.js";
import type { Compared } from "./compare-results.js";
import { readResult } from "./parse-result.js";
import { readSamples, requireCounts } from "./read-samples.js";

/** A file, and what it is called. */
export interface NamedFile {
  readonly path: string;
  readonly file: string;
}

/**
 * A result of `eval --json` as it is compared.
 *
 * @param samples the file of its images' predictions
 * @throws {DataError} when either is not as it should be
 */
export async function readComparedResult(
  { path, file }: NamedFile,
  samples: string | undefined,
): Promise<Compared> {
  const result = await readResult(path);
  return {
    file,
    result,
    // Those of a limited run are the first ones.
    ranges: [{ start: 0, end: result.total }],
    samples: samples === undefined ? undefined : await readSamples(samples, result),
  };
}

/**
 * A part of a result, with the samples beside it where it was made with any.
 *
 * @throws {DataError} when either is not as it should be, or the part is of no image
 */
export async function readComparedPart({ path, file }: NamedFile): Promise<Compared> {
  const part = await readPart(path);
  const { model, dataset, tally, ranges } = part;
  if (ranges.length === 0) throw new DataError(file, "expected some images, got a part of none");
  const result = describeParts({ model, dataset }, new PartShares([part]), tally);
  const compared = { file, result, ranges: union(ranges) };
  if (part.samples === undefined) return compared;
  const [labels, predictions]: [number[], number[]] = [[], []];
  for await (const some of readPartSamples([{ path, part }])) {
    for (const label of some.labels) labels.push(label);
    for (const prediction of some.predictions) predictions.push(prediction);
  }
  const samples = { labels, predictions };
  requireCounts(basename(part.samples.file), samples, result);
  return { ...compared, samples };
}
