import { lstatSync } from "node:fs";
import { join } from "node:path";
import { DataError, listProblems } from "@evalpool/errors";
import { findSplit, splitNames } from "@evalpool/mnist/node";
import { namesIn } from "../../names-in.js";
import { lacksLabels } from "./lacks-labels.js";
import type { IdxFiles } from "./open-idx-pair.js";
import { pairFiles, type IdxPair } from "./pair-files.js";

/**
 * The files of a split.
 *
 * @param labels where they are, if that is said
 * @throws {DataError} when it cannot be told which they are, or the labels are nowhere
 */
export type FilesOfSplit = (labels?: string) => IdxFiles;

/** How far down files are looked for, as in `MNIST/raw`, and in how many directories of each. */
const DEPTH = 2;
const MOST_DIRECTORIES = 20;

/** The splits that a directory holds, or else the only one below it that holds any. */
export function findInDirectory(
  directory: string,
  names: readonly string[],
): Map<string, FilesOfSplit> {
  const own = splitsIn(directory, names);
  if (own.size > 0) return own;
  const below = placesBelow(directory, names, DEPTH);
  const [first] = below;
  if (first === undefined || below.length === 1) return first?.splits ?? own;
  const splits = new Set(below.flatMap(({ splits }) => [...splits.keys()]));
  const several = (): never => {
    const places = listProblems(below.map(({ place }) => place));
    throw new DataError(directory, `expected one data set, got several: give one of ${places}`);
  };
  return new Map(Array.from(splits, (split) => [split, several]));
}

interface PlaceBelow {
  readonly place: string;
  readonly splits: Map<string, FilesOfSplit>;
}

function placesBelow(directory: string, names: readonly string[], depth: number): PlaceBelow[] {
  if (depth === 0) return [];
  // Not those that links lead to, which may go round.
  const isDirectory = (place: string): boolean =>
    lstatSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const places = names.map((name) => join(directory, name)).filter(isDirectory);
  return places.slice(0, MOST_DIRECTORIES).flatMap((place) => {
    const inside = namesOf(place);
    const splits = splitsIn(place, inside);
    return splits.size > 0 ? [{ place, splits }] : placesBelow(place, inside, depth - 1);
  });
}

function namesOf(directory: string): string[] {
  try {
    return namesIn(directory);
  } catch {
    // What may not be looked into is none of those that are found.
    return [];
  }
}

function splitsIn(directory: string, names: readonly string[]): Map<string, FilesOfSplit> {
  const splits = new Map<string, FilesOfSplit>();
  const others = pairFiles(names);
  for (const split of new Set([...splitNames, ...others.keys()])) {
    const mnist = mnistsOwn(directory, split);
    const pairs = others.get(split);
    if (mnist)
      splits.set(split, (labels) => ({ ...mnist, ...(labels !== undefined && { labels }) }));
    else if (pairs) splits.set(split, (labels) => only(directory, pairs, labels));
  }
  return splits;
}

/** What is named as MNIST's is taken before all others, and found in a directory of any size. */
function mnistsOwn(directory: string, split: string): IdxFiles | undefined {
  const named = splitNames.find((name) => name === split);
  if (named === undefined) return undefined;
  try {
    return findSplit(named, { data: directory });
  } catch {
    // Those of other names are looked for then.
    return undefined;
  }
}

function only(directory: string, pairs: readonly IdxPair[], labels?: string): IdxFiles {
  const [first, ...others] = pairs;
  const images = join(directory, first?.images ?? "");
  if (others.length > 0) {
    const all = listProblems(pairs.map((pair) => pair.images));
    throw new DataError(
      directory,
      `expected one data set, got several: give the file of one of ${all}`,
    );
  }
  if (labels !== undefined) return { images, labels };
  if (first?.labels === undefined) throw lacksLabels(images);
  return { images, labels: join(directory, first.labels) };
}
