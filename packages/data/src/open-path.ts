import { rmSync } from "node:fs";
import { basename, resolve } from "node:path";
import { DataError, NotFoundError, shorten } from "@evalpool/errors";
import { datasets } from "@evalpool/mnist";
import type { IndexedSource } from "@evalpool/mnist";
import { requirePathArguments, type PathOptions } from "./dataset-options.js";
import { fetchData, isUrl, type FetchDataOptions } from "./fetch-data.js";
import type { Format, Found, OpenOptions, Place } from "./formats/format.js";
import { formats } from "./formats/formats.js";
import { lookAt } from "./place.js";

/** Bytes of images that are held in memory unless told. */
export const DEFAULT_MEMORY = 2 ** 28;

/** What is at a path. */
export interface FoundAt {
  /** What it is stored as: `IDX files`. */
  readonly kind: string;
  readonly splits: readonly string[];
  /** @throws {DataError} when there is no such split, or it is damaged, or labels do not fit */
  readonly open: (split: string) => Promise<IndexedSource>;
}

/**
 * Finds the data set that a file or a directory is, told by content; or the file that is at an address,
 * which is fetched into the cache.
 *
 * @throws {NotFoundError} when nothing is there
 * @throws {DataError} when it is none that is read, which says what it is
 */
export async function findData(path: string, options: PathOptions = {}): Promise<FoundAt> {
  requirePathArguments("findData", path, options);
  return find(path, options);
}

/** As `findData`, of arguments that were checked. */
export async function find(path: string, options: PathOptions): Promise<FoundAt> {
  const labels = options.labels === undefined ? undefined : await pathOf(options.labels, options);
  const complete = { ...options, labels, memory: options.memory ?? DEFAULT_MEMORY };
  const place = await lookAt(await pathOf(path, options));
  const { format, found } = await formatOf(place, complete).catch((cause: unknown) => {
    throw isUrl(path) ? asFetched(path, place.path, cause) : cause;
  });
  return {
    kind: format.name,
    splits: found.splits,
    async open(split) {
      if (!found.splits.includes(split)) {
        const there = found.splits.join(", ");
        throw new NotFoundError(path, `holds no split ${split}, but ${there}`);
      }
      const source = await found.open(split, complete);
      return { ...source, kind: source.kind ?? format.name, split, name: nameOf(path, source) };
    },
  };
}

function pathOf(path: string, options: FetchDataOptions): Promise<string> {
  return isUrl(path) ? fetchData(path, options) : Promise.resolve(path);
}

/** What no format reads may be there by now, as a page in its place may be gone: it is not kept. */
function asFetched(url: string, path: string, cause: unknown): unknown {
  rmSync(path, { force: true });
  return cause instanceof DataError ? new DataError(url, cause.reason, { cause }) : cause;
}

async function formatOf(
  place: Place,
  options: OpenOptions,
): Promise<{ format: Format; found: Found }> {
  const asked: string[] = [];
  for await (const format of formats()) {
    const found = await format.find(place, options);
    if (found) return { format, found };
    asked.push(format.name);
  }
  throw new DataError(place.path, unknown(place, asked));
}

/** A data set is known by its digest, else it is called as its file or directory is. */
function nameOf(path: string, { digest }: IndexedSource): string {
  const isIt = (sha256: string | undefined): boolean => sha256 === digest.parts.images;
  const known = datasets.find(({ splits }) =>
    Object.values(splits).some(({ images }) => isIt(images.sha256)),
  );
  return known?.name ?? basename(resolve(path));
}

const TOLD = 4;

function unknown({ isDirectory, names, kind }: Place, asked: readonly string[]): string {
  const known = `expected ${asked.join(", ")}`;
  if (!isDirectory) {
    const next = kind?.remedy === undefined ? "" : `; ${kind.remedy}`;
    return `${known}, got ${kind?.name ?? "a file of no known kind"}${next}`;
  }
  if (names.length === 0) return `${known}, got an empty directory`;
  const told = names.slice(0, TOLD).map((name) => shorten(name, 40));
  const more = names.length > TOLD ? ` and ${names.length - TOLD} more` : "";
  return `${known}, got a directory that holds ${told.join(", ")}${more}`;
}
