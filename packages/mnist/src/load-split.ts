import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cacheDirectory } from "./cache-directory.js";
import { downloadDataset, type DownloadOptions } from "./download/download-dataset.js";
import { findDataset } from "./download/registry.js";
import { DataError, NotFoundError } from "./errors.js";
import { findSplit, type FindOptions, type SplitFiles, type SplitName } from "./find-split.js";
import {
  openImages,
  readImages,
  readLabels,
  type Digested,
  type ReadFile,
} from "./read-split-files.js";
import type { ImageShape, OpenSplit, Split } from "./split.js";

export interface LoadSplitOptions extends FindOptions {
  /** Number of classes; a label from here on is refused. */
  readonly classes?: number | undefined;
  /** Never downloads. */
  readonly offline?: boolean | undefined;
  /** Called while a file is downloaded. */
  readonly onProgress?: DownloadOptions["onProgress"];
  /** Stops a download. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Finds and reads one split of a data set in IDX files. One that is known and nowhere to be found
 * is downloaded into the cache; what the cache holds is checked against its digest at each load,
 * and fetched anew where it is damaged.
 *
 * @throws {NotFoundError} when it is nowhere and cannot be downloaded
 * @throws {DataError} when it is damaged, the counts of images and labels differ, or a label is
 * out of range
 */
export function loadSplit(split: SplitName, options: LoadSplitOptions = {}): Promise<Split> {
  return load(split, options, readImages);
}

/**
 * As `loadSplit`, but images whose file is not compressed are checked and left there, so that they
 * may be more than memory holds.
 *
 * @throws {NotFoundError | DataError} as `loadSplit`
 */
export function openSplit(split: SplitName, options: LoadSplitOptions = {}): Promise<OpenSplit> {
  return load(split, options, openImages);
}

async function load<Images extends { readonly shape: ImageShape }>(
  split: SplitName,
  options: LoadSplitOptions,
  readImages: ReadFile<Images>,
): Promise<Split<Images>> {
  const { name = "mnist", classes = 10 } = options;
  const files = await findOrDownload(split, options);
  const [images, labels] = await Promise.all([
    read(files.images, split, "images", options, readImages),
    read(files.labels, split, "labels", options, readLabels),
  ]);
  const { shape } = images.content;
  const { data } = labels.content;
  if (shape[0] !== data.length) {
    const reason = `${data.length} labels for the ${shape[0]} images of ${files.images}`;
    throw new DataError(files.labels, reason);
  }
  if (shape.includes(0)) {
    throw new DataError(files.images, `expected images, got shape (${shape.join(",")})`);
  }
  const bad = data.findIndex((label) => label >= classes);
  if (bad !== -1) {
    const reason = `expected labels 0 to ${classes - 1}, got ${data[bad]} at index ${bad}`;
    throw new DataError(files.labels, reason);
  }
  return {
    name,
    split,
    images: images.content,
    labels: labels.content,
    sha256: { images: images.sha256, labels: labels.sha256 },
  };
}

async function findOrDownload(split: SplitName, options: LoadSplitOptions): Promise<SplitFiles> {
  try {
    return findSplit(split, options);
  } catch (error) {
    const dataset = downloadable(options);
    if (!(error instanceof NotFoundError) || dataset === undefined) throw error;
    await downloadDataset(dataset, { ...options, splits: [split] }).catch((cause: unknown) => {
      if (!(cause instanceof DataError)) throw cause;
      throw new NotFoundError(error.file, `${error.reason}; ${cause.message}`, { cause });
    });
    return findSplit(split, options);
  }
}

/** A file from the cache must be the one published: what is not is dropped and fetched again. */
async function read<T>(
  file: string,
  split: SplitName,
  content: "images" | "labels",
  options: LoadSplitOptions,
  readFile: ReadFile<T>,
): Promise<Digested<T>> {
  const { name = "mnist", env } = options;
  const isCached = options.data === undefined && dirname(file) === join(cacheDirectory(env), name);
  if (!isCached) return readFile(file);
  const expected = findDataset(name)?.splits[split][content].sha256;
  try {
    return await readFile(file, expected);
  } catch (error) {
    const dataset = downloadable(options);
    if (!(error instanceof DataError) || dataset === undefined) throw error;
    await rm(file, { force: true });
    await downloadDataset(dataset, { ...options, splits: [split] });
    return readFile(file, expected);
  }
}

/** The data set to download where that is allowed: never in place of a directory that was given. */
function downloadable({ name = "mnist", data, offline }: LoadSplitOptions) {
  return data === undefined && !offline ? findDataset(name) : undefined;
}
