import { lstatSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory } from "@evalpool/files/node";
import {
  NotFoundError,
  objectWith,
  oneOf,
  requireArgument,
  requireOptions,
  text,
  type Expectations,
} from "@evalpool/errors";
import { splitNames, type SplitName } from "./split.js";
import { directoriesIn, whatIsThere } from "./what-is-there.js";

/** Where the two files of a split lie. */
export interface SplitFiles {
  readonly images: string;
  readonly labels: string;
}

/** Where a data set is looked for. */
export interface FindOptions {
  /** Directory of the data set; without it, the environment and the cache are searched. */
  readonly data?: string | undefined;
  /** Name of the data set's folder in the environment's directory and in the cache. */
  readonly name?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
}

/** What they have to be. */
export const findOptions: Expectations<FindOptions> = {
  data: text("the path of a directory"),
  name: text("a data set's name"),
  env: objectWith("an object of variables, as process.env"),
};

const prefixes = { test: "t10k", train: "train" } as const;

/**
 * Finds a split's files: in `data` if given, else in `$EVALPOOL_DATA/<name>`, else in the cache
 * (`$EVALPOOL_CACHE`, else `$XDG_CACHE_HOME/evalpool`, else `~/.cache/evalpool`) under `<name>`.
 * Files may be gzipped, and written with a dot as some sites do (`t10k-images.idx3-ubyte`).
 *
 * @throws {NotFoundError} that names each place and what it lacks
 * @throws {UsageError} when there is no such split or option
 */
export function findSplit(split: SplitName, options: FindOptions = {}): SplitFiles {
  requireArgument("findSplit: split", oneOf(splitNames), split);
  requireOptions<FindOptions>("findSplit", findOptions, options);
  return find(split, options);
}

/** As `findSplit`, of arguments that were checked. */
export function find(split: SplitName, options: FindOptions): SplitFiles {
  const { name = "mnist", data } = options;
  const places = searchPath(name, options);
  for (const directory of places) {
    const { images, labels } = filesIn(directory, split);
    if (images !== undefined && labels !== undefined) return { images, labels };
  }
  const lacks = places.map((place) => `${place} (${lackOf(place, split, place === data)})`);
  const advice =
    data === undefined
      ? `give the directory with --data DIR, or put the files into $EVALPOOL_DATA/${name}`
      : adviceOn(data, split);
  const reason = `not found; looked in ${lacks.join(", ")}; ${advice}`;
  throw new NotFoundError(`${name} ${split}`, reason);
}

/** What to do about a place that was given. */
function adviceOn(directory: string, split: SplitName): string {
  const below = placeBelow(directory, split);
  if (below !== undefined) return `give --data ${below}, which holds both`;
  if (split === "test" && holds(directory, "train")) {
    return "these are of the train split, which --split train takes";
  }
  if (split === "train" && holds(directory, "test")) return "these are of the test split alone";
  return "give a directory that holds both, as IDX files";
}

function holds(directory: string, split: SplitName): boolean {
  const { images, labels } = filesIn(directory, split);
  return images !== undefined && labels !== undefined;
}

function filesIn(directory: string, split: SplitName): Partial<SplitFiles> {
  const images = findFile(directory, `${prefixes[split]}-images`, "idx3-ubyte");
  const labels = findFile(directory, `${prefixes[split]}-labels`, "idx1-ubyte");
  return { ...(images && { images }), ...(labels && { labels }) };
}

/** What a place lacks, and of one that was given also what is there instead. */
function lackOf(directory: string, split: SplitName, isGiven: boolean): string {
  const { images, labels } = filesIn(directory, split);
  const missing = [
    ...(images === undefined ? [`no ${prefixes[split]}-images-idx3-ubyte[.gz]`] : []),
    ...(labels === undefined ? [`no ${prefixes[split]}-labels-idx1-ubyte[.gz]`] : []),
  ].join(", ");
  return isGiven ? whatIsThere(directory, missing) : missing;
}

/** Looks further down for both files: torchvision keeps them in MNIST/raw. */
function placeBelow(directory: string, split: SplitName, depth = 2): string | undefined {
  const places = directoriesIn(directory);
  const found = places.find((place) => holds(place, split));
  if (found !== undefined || depth === 1) return found;
  for (const place of places) {
    const below = placeBelow(place, split, depth - 1);
    if (below !== undefined) return below;
  }
  return undefined;
}

function searchPath(name: string, { data, env = process.env }: FindOptions): string[] {
  if (data !== undefined) return [data];
  const root = env["EVALPOOL_DATA"];
  return [...(root ? [join(root, name)] : []), join(cacheDirectory(env), name)];
}

function findFile(directory: string, stem: string, type: string): string | undefined {
  const names = [`${stem}-${type}`, `${stem}-${type}.gz`, `${stem}.${type}`, `${stem}.${type}.gz`];
  // Also a link that leads nowhere, of which the system says so when it is opened.
  const isThere = (file: string): boolean =>
    lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  try {
    return names.map((name) => join(directory, name)).find(isThere);
  } catch {
    // No directory, or none that may be looked into: what is there is told by `whatIsThere`.
    return undefined;
  }
}
