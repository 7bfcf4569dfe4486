import type { IndexedSource } from "@evalpool/data";
import { DataError } from "@evalpool/errors";
import { openDatasetShown, type DatasetChoice } from "../loading.js";
import type { Compared } from "./compare-results.js";

/**
 * The images that a result is of, to be looked at.
 *
 * @throws {DataError} when they cannot be had, or are others
 */
export async function openPictured(
  { file, result }: Compared,
  choice: DatasetChoice,
): Promise<IndexedSource> {
  const { split, sha256 } = result.dataset;
  const source = await openDatasetShown({ ...choice, split, classes: Infinity });
  const got = source.digest.parts.images;
  if (got === sha256) return source;
  const expected = `expected images of SHA-256 ${sha256}, as ${file} has, got ${got}`;
  throw new DataError(choice.data ?? `${source.name} ${source.split}`, expected);
}
