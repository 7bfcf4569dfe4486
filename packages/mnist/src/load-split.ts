import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cacheDirectory } from "./cache-directory.js";
import { downloadDataset, type DownloadOptions } from "./download/download-dataset.js";
import { findDataset } from "./download/registry.js";
import { DataError, NotFoundError } from "./errors.js";
import { findSplit, type FindOptions, type SplitFiles, type SplitName } from "./find-split.js";
import { readIdx, type IdxFile } from "./read-idx.js";

/** One split of a data set as its files hold it: pixels 0 to 255, labels 0 to classes - 1. */
export interface Split {
  readonly name: string;
  readonly split: SplitName;
  /** `[N, H, W]`, row-major. */
  readonly images: { readonly data: Uint8Array; readonly shape: readonly [number, number, number] };
  /** `[N]` */
  readonly labels: { readonly data: Uint8Array; readonly shape: readonly [number] };
  /** SHA-256 of each file's content, in hex. */
  readonly sha256: { readonly images: string; readonly labels: string };
}

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
export async function loadSplit(split: SplitName, options: LoadSplitOptions = {}): Promise<Split> {
  const { name = "mnist", classes = 10 } = options;
  const files = await findOrDownload(split, options);
  const [images, labels] = await Promise.all([
    read(files.images, split, "images", options),
    read(files.labels, split, "labels", options),
  ]);
  const imageData = bytesOfRank(images, 3, files.images);
  const labelData = bytesOfRank(labels, 1, files.labels);
  const [count, height, width] = images.shape as [number, number, number];
  if (count !== labelData.length) {
    const reason = `${labelData.length} labels for the ${count} images of ${files.images}`;
    throw new DataError(files.labels, reason);
  }
  if (imageData.length === 0) {
    throw new DataError(files.images, `expected images, got shape (${images.shape.join(",")})`);
  }
  const bad = labelData.findIndex((label) => label >= classes);
  if (bad !== -1) {
    const reason = `expected labels 0 to ${classes - 1}, got ${labelData[bad]} at index ${bad}`;
    throw new DataError(files.labels, reason);
  }
  return {
    name,
    split,
    images: { data: imageData, shape: [count, height, width] },
    labels: { data: labelData, shape: [count] },
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
async function read(
  file: string,
  split: SplitName,
  content: "images" | "labels",
  options: LoadSplitOptions,
): Promise<IdxFile> {
  const { name = "mnist", env } = options;
  const isCached = options.data === undefined && dirname(file) === join(cacheDirectory(env), name);
  if (!isCached) return readIdx(file);
  const expected = findDataset(name)?.splits[split][content].sha256;
  try {
    return await readIdx(file, expected);
  } catch (error) {
    const dataset = downloadable(options);
    if (!(error instanceof DataError) || dataset === undefined) throw error;
    await rm(file, { force: true });
    await downloadDataset(dataset, { ...options, splits: [split] });
    return readIdx(file, expected);
  }
}

/** The data set to download where that is allowed: never in place of a directory that was given. */
function downloadable({ name = "mnist", data, offline }: LoadSplitOptions) {
  return data === undefined && !offline ? findDataset(name) : undefined;
}

function bytesOfRank({ data, shape }: IdxFile, rank: number, file: string): Uint8Array {
  if (data instanceof Uint8Array && shape.length === rank) return data;
  const type = data.constructor.name.replace("Array", "").toLowerCase();
  throw new DataError(
    file,
    `expected uint8 elements of rank ${rank}, got ${type} of shape (${shape.join(",")})`,
  );
}
