import { datasetNames } from "@evalpool/data/node";
import type { IndexedSource } from "@evalpool/data";
import { DataError } from "@evalpool/errors";
import type { EvaluationResult } from "@evalpool/evaluate";
import { openDatasetShown, type DatasetChoice } from "../loading.js";

/**
 * The data set that a result is of: by the name that it has, unless it is said where it is.
 *
 * @throws {DataError} when it is not there, or is another
 */
export async function openSame(
  { dataset: { name, split, sha256 } }: EvaluationResult,
  choice: Omit<DatasetChoice, "dataset" | "split" | "noStandIn">,
): Promise<IndexedSource> {
  const known = datasetNames.find((it) => it === name);
  if (choice.data === undefined && known === undefined) {
    throw new DataError(name, "which the report shows images of, is not known; give --data PATH");
  }
  const dataset = choice.data === undefined ? (known ?? "auto") : "auto";
  const opened = await openDatasetShown({ ...choice, dataset, split, classes: Infinity });
  const got = opened.digest.parts.images;
  if (got === sha256) return opened;
  const expected = `expected images of SHA-256 ${sha256}, as in the parts, got ${got}`;
  throw new DataError(choice.data ?? opened.name, expected);
}
