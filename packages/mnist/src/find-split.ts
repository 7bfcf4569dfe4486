import { existsSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory } from "@evalpool/files/node";
import { NotFoundError } from "@evalpool/errors";
import type { SplitName } from "./split.js";

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

const prefixes = { test: "t10k", train: "train" } as const;

/**
 * Finds a split's files: in `data` if given, else in `$EVALPOOL_DATA/<name>`, else in the cache
 * (`$EVALPOOL_CACHE`, else `$XDG_CACHE_HOME/evalpool`, else `~/.cache/evalpool`) under `<name>`.
 * Files may be gzipped, and written with a dot as some sites do (`t10k-images.idx3-ubyte`).
 *
 * @throws {NotFoundError} that names each place and what it lacks
 */
export function findSplit(split: SplitName, options: FindOptions = {}): SplitFiles {
  const { name = "mnist" } = options;
  const lacks: string[] = [];
  for (const directory of searchPath(name, options)) {
    const images = findFile(directory, `${prefixes[split]}-images`, "idx3-ubyte");
    const labels = findFile(directory, `${prefixes[split]}-labels`, "idx1-ubyte");
    if (images !== undefined && labels !== undefined) return { images, labels };
    const missing = [
      ...(images === undefined ? [`${prefixes[split]}-images-idx3-ubyte[.gz]`] : []),
      ...(labels === undefined ? [`${prefixes[split]}-labels-idx1-ubyte[.gz]`] : []),
    ];
    lacks.push(`${directory} (no ${missing.join(", no ")})`);
  }
  const advice = `give the directory with --data DIR, or put the files into $EVALPOOL_DATA/${name}`;
  const places = `looked in ${lacks.join(", ")}`;
  throw new NotFoundError(`${name} ${split}`, `not found; ${places}; ${advice}`);
}

function searchPath(name: string, { data, env = process.env }: FindOptions): string[] {
  if (data !== undefined) return [data];
  const root = env["EVALPOOL_DATA"];
  return [...(root ? [join(root, name)] : []), join(cacheDirectory(env), name)];
}

function findFile(directory: string, stem: string, type: string): string | undefined {
  const names = [`${stem}-${type}`, `${stem}-${type}.gz`, `${stem}.${type}`, `${stem}.${type}.gz`];
  return names.map((name) => join(directory, name)).find((file) => existsSync(file));
}
