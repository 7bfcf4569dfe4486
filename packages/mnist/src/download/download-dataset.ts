import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { cacheDirectory } from "../cache-directory.js";
import type { SplitName } from "../find-split.js";
import { fetchFile, type Patience } from "./fetch-file.js";
import { datasets, type PublishedDataset, type PublishedFile } from "./registry.js";
import { acceptPublished } from "./verify.js";

export interface DownloadOptions {
  /** Which splits (default: both). */
  readonly splits?: readonly SplitName[] | undefined;
  /** Called as bytes arrive, for a progress bar. */
  readonly onProgress?: ((file: string, received: number, expected: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly patience?: Partial<Patience> | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
}

/** Whether a file of a data set is in the cache. */
export interface CachedFile {
  readonly dataset: string;
  readonly file: string;
  /** Where it is, or would be. */
  readonly path: string;
  /** Absent where it is not there. */
  readonly bytes?: number;
}

/**
 * Fetches a data set's files into the cache, decompressed and verified. What is there is kept.
 *
 * @throws {DataError} when no mirror gives a file; `signal.reason` when aborted
 */
export async function downloadDataset(
  dataset: PublishedDataset,
  options: DownloadOptions = {},
): Promise<void> {
  const { splits = ["train", "test"], onProgress, signal, patience, env } = options;
  for (const file of filesOf(dataset, splits)) {
    const destination = cachePath(dataset, file, env);
    if (existsSync(destination)) continue;
    await fetchFile({
      urls: dataset.mirrors.map((mirror) => `${mirror}${file.name}.gz`),
      destination,
      maxBytes: file.gzipBytes,
      accept: (received) => acceptPublished(file, received),
      onProgress: (received) => onProgress?.(file.name, received, file.gzipBytes),
      signal,
      patience,
    });
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
      const found = await stat(path).catch(() => undefined);
      const status = { dataset: dataset.name, file: file.name, path };
      return found ? { ...status, bytes: found.size } : status;
    }),
  );
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
