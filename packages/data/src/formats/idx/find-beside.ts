import { basename, dirname, join } from "node:path";
import { namesIn } from "../../names-in.js";
import { parseIdxName } from "./idx-name.js";
import { lacksLabels } from "./lacks-labels.js";
import type { IdxFiles } from "./open-idx-pair.js";
import { pairFiles } from "./pair-files.js";

/**
 * The two files of a split of which one was given: the other lies beside it, and is named as it is.
 *
 * @param labels where they are, if that is said
 * @throws {DataError} when there is no such file
 */
export function findBeside(path: string, labels?: string): IdxFiles {
  if (labels !== undefined) return { images: path, labels };
  const [directory, name] = [dirname(path), basename(path)];
  const says = parseIdxName(name);
  const names = namesIn(directory).filter((other) => parseIdxName(other)?.pair === says?.pair);
  const [pair] = says ? [...pairFiles(names).values()].flat() : [];
  if (pair?.labels === undefined) {
    throw lacksLabels(path);
  }
  if (says?.holds === "labels") return { images: join(directory, pair.images), labels: path };
  return { images: path, labels: join(directory, pair.labels) };
}
