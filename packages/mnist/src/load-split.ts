import { dirname, join } from "node:path";
import { cacheDirectory } from "@evalpool/files/node";
import {
  abortSignal,
  callback,
  DamagedError,
  DataError,
  flag,
  NotFoundError,
  oneOf,
  requireArgument,
  requireOptions,
  wholeNumber,
  type Expectations,
} from "@evalpool/errors";
import { cachedDigest } from "./download/cached-file.js";
import { downloadDataset, type DownloadOptions } from "./download/download-dataset.js";
import { findDataset, type PublishedDataset } from "./download/registry.js";
import { find, findOptions, type FindOptions, type SplitFiles } from "./find-split.js";
import {
  openOrReadImages,
  readImages,
  readSplitFiles,
  type ReadImages,
  type SplitContent,
} from "./read-split-files.js";
import { requireLabels } from "./require-labels.js";
import { splitNames, type OpenSplit, type Split, type SplitName } from "./split.js";

/** Where a split is looked for, and what becomes of one that is nowhere. */
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
 * @throws {DamagedError} when it is damaged in the cache and cannot be fetched anew
 * @throws {DataError} when it is damaged, the counts of images and labels differ, or a label is
 * out of range
 * @throws {UsageError} when there is no such split or option
 */
export async function loadSplit(split: SplitName, options: LoadSplitOptions = {}): Promise<Split> {
  requireArguments("loadSplit", split, options);
  return load(split, options, readImages);
}

/** How a split is opened. */
export interface OpenSplitOptions extends LoadSplitOptions {
  /** Bytes that images may take in memory (default 0): worth it if they are read often. */
  readonly memory?: number | undefined;
}

/**
 * As `loadSplit`, but images whose file is not compressed are checked and left there, so that they
 * may be more than memory holds.
 *
 * @throws {NotFoundError | DamagedError | DataError} as `loadSplit`
 */
export async function openSplit(
  split: SplitName,
  options: OpenSplitOptions = {},
): Promise<OpenSplit> {
  requireArguments("openSplit", split, options);
  return load(split, options, openOrReadImages(options.memory ?? 0));
}

/** For callers without types. @throws {UsageError} */
function requireArguments(caller: string, split: unknown, options: unknown): void {
  requireArgument(`${caller}: split`, oneOf(splitNames), split);
  requireOptions<OpenSplitOptions>(caller, openSplitOptions, options);
}

/** What the options of a split have to be. */
const loadSplitOptions: Expectations<LoadSplitOptions> = {
  ...findOptions,
  classes: {
    expected: "a whole number of at least 1, or Infinity",
    isMet: (value) => value === Infinity || wholeNumber(1).isMet(value),
  },
  offline: flag,
  onProgress: callback,
  signal: abortSignal,
};

/** And those of one that is opened. */
const openSplitOptions: Expectations<OpenSplitOptions> = {
  ...loadSplitOptions,
  memory: wholeNumber(0),
};

async function load<Images>(
  split: SplitName,
  options: LoadSplitOptions,
  readImages: ReadImages<Images>,
): Promise<Split<Images>> {
  const { name = "mnist", classes = 10 } = options;
  const { files, images, labels } = await readFiles(split, options, readImages);
  requireLabels(labels.content.data, classes, files.labels);
  return {
    name,
    split,
    images: images.content,
    labels: labels.content,
    ...(Number.isFinite(classes) && { classes }),
    sha256: { images: images.sha256, labels: labels.sha256 },
  };
}

async function readFiles<Images>(
  split: SplitName,
  options: LoadSplitOptions,
  readImages: ReadImages<Images>,
): Promise<SplitContent<Images>> {
  const files = await findOrDownload(split, options);
  const published = publishedSplit(files, split, options);
  if (published === undefined) return readSplitFiles(files, readImages);
  const readChecked = async (files: SplitFiles): Promise<SplitContent<Images>> =>
    readSplitFiles(files, readImages, {
      images: await cachedDigest(published.images, files.images),
      labels: await cachedDigest(published.labels, files.labels),
    });
  try {
    return await readChecked(files);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const reason = `damaged in the cache: ${error.reason}`;
    await download(split, options, new DamagedError(error.file, reason, { cause: error }));
    return readChecked(find(split, options));
  }
}

async function findOrDownload(split: SplitName, options: LoadSplitOptions): Promise<SplitFiles> {
  try {
    return find(split, options);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    await download(split, options, error);
    return find(split, options);
  }
}

/** Downloads what is missing or damaged; where that may not or cannot be, `lack` is thrown. */
async function download(
  split: SplitName,
  options: LoadSplitOptions,
  lack: NotFoundError | DamagedError,
): Promise<void> {
  const { name = "mnist", data, offline } = options;
  // Never in place of a directory that was given.
  const dataset = data === undefined && !offline ? findDataset(name) : undefined;
  if (dataset === undefined) throw lack;
  const { onProgress, signal, env } = options;
  await downloadDataset(dataset, { onProgress, signal, env, splits: [split] }).catch(
    (cause: unknown) => {
      if (!(cause instanceof DataError)) throw cause;
      const Lack = lack instanceof NotFoundError ? NotFoundError : DamagedError;
      throw new Lack(lack.file, `${lack.reason}; ${cause.message}`, { cause });
    },
  );
}

/** What is published of a split whose files are the cache's. */
function publishedSplit(
  { images }: SplitFiles,
  split: SplitName,
  { name = "mnist", data, env }: LoadSplitOptions,
): PublishedDataset["splits"][SplitName] | undefined {
  const isCached = data === undefined && dirname(images) === join(cacheDirectory(env), name);
  return isCached ? findDataset(name)?.splits[split] : undefined;
}
