import { join } from "node:path";
import { cacheDirectory, digest, fetchFile, noteDigest, type Patience } from "@evalpool/files/node";
import {
  abortSignal,
  callback,
  isObject,
  objectWith,
  requireArgument,
  requireOptions,
  type Expectations,
} from "@evalpool/errors";
import { splitNames, type SplitName } from "../split.js";
import { checkCached, type CacheState } from "./cached-file.js";
import { datasets, type PublishedDataset, type PublishedFile } from "./registry.js";
import { acceptPublished } from "./accept-published.js";

/** What is downloaded, and how. */
export interface DownloadOptions {
  /** Which splits (default: both). */
  readonly splits?: readonly SplitName[] | undefined;
  /** Called as bytes arrive, for a progress bar. */
  readonly onProgress?: ((file: string, received: number, expected: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly patience?: Partial<Patience> | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
}

const downloadOptions: Expectations<DownloadOptions> = {
  splits: {
    expected: `an array of ${splitNames.join(" and ")}`,
    isMet: (value) => Array.isArray(value) && value.every((it) => splitNames.some((s) => s === it)),
  },
  onProgress: callback,
  signal: abortSignal,
  patience: { expected: "an object of milliseconds", isMet: isObject },
  env: { expected: "an object of variables, as process.env", isMet: isObject },
};

/** A file of a data set, as it is in the cache. */
export interface CachedFile {
  readonly dataset: string;
  readonly file: string;
  /** Where it is, or would be. */
  readonly path: string;
  readonly state: CacheState;
  /** Of the file when it is good. */
  readonly bytes: number;
}

/**
 * Fetches a data set's files into the cache, decompressed and verified. What is there is kept if it
 * is good; what is damaged stays until a good file takes its place.
 *
 * @throws {DownloadError} when no mirror gives a file
 * @throws {DataError} when a file cannot be written
 * @throws {UsageError} when it is no data set, or there is no such option
 * @throws {unknown} `signal.reason` when aborted
 */
export async function downloadDataset(
  dataset: PublishedDataset,
  options: DownloadOptions = {},
): Promise<void> {
  const published = objectWith("a data set, as findDataset gives", "mirrors", "splits");
  requireArgument("downloadDataset: dataset", published, dataset);
  requireOptions<DownloadOptions>("downloadDataset", downloadOptions, options);
  const { splits = ["train", "test"], onProgress, signal, patience, env } = options;
  let { mirrors } = dataset;
  for (const file of filesOf(dataset, splits)) {
    const destination = cachePath(dataset, file, env);
    if ((await checkCached(file, destination)) === "good") continue;
    onProgress?.(file.name, 0, file.gzipBytes);
    const url = await fetchFile({
      urls: mirrors.map((mirror) => addressOf(file, mirror)),
      destination,
      maxBytes: file.gzipBytes,
      async accept(received) {
        const content = await acceptPublished(file, received);
        if (file.sha256 === undefined) await noteDigest(destination, digest("sha256", content));
        return content;
      },
      onProgress: (received) => onProgress?.(file.name, received, file.gzipBytes),
      signal,
      patience,
    });
    // Where this file was had, the next one is asked for first.
    mirrors = mirrors.toSorted(
      (a, b) => Number(addressOf(file, b) === url) - Number(addressOf(file, a) === url),
    );
  }
}

/** What is in the cache of all data sets that are known. */
export async function datasetStatus(env?: NodeJS.ProcessEnv): Promise<CachedFile[]> {
  const files = datasets.flatMap((dataset) =>
    filesOf(dataset, ["train", "test"]).map((file) => ({ dataset, file })),
  );
  return Promise.all(
    files.map(async ({ dataset, file }) => {
      const path = cachePath(dataset, file, env);
      const state = await checkCached(file, path);
      return { dataset: dataset.name, file: file.name, path, state, bytes: file.bytes };
    }),
  );
}

function addressOf(file: PublishedFile, mirror: string): string {
  return `${mirror}${file.name}.gz`;
}

function filesOf(dataset: PublishedDataset, splits: readonly SplitName[]): PublishedFile[] {
  return splits.flatMap((split) => Object.values(dataset.splits[split]));
}

function cachePath(
  dataset: PublishedDataset,
  file: PublishedFile,
  env?: NodeJS.ProcessEnv,
): string {
  return join(cacheDirectory(env), dataset.name, file.name);
}
