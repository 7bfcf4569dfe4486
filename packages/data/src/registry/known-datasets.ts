import { statSync } from "node:fs";
import { join } from "node:path";
import { datasets, findDataset, type DatasetInfo } from "@evalpool/mnist";
import {
  datasetStatus,
  downloadDataset,
  type CachedFile,
  type DownloadOptions,
} from "@evalpool/mnist/node";
import { UsageError } from "@evalpool/errors";
import { cacheOf, checkPart } from "./cached-part.js";
import type { PublishedSet } from "./published-set.js";
import { findPublished, publishedSets } from "./published-sets.js";

/** What is said of each data set that can be downloaded. */
export const knownDatasets: readonly DatasetInfo[] = [...datasets, ...publishedSets];

/**
 * Fetches a data set by its name into the cache, as `downloadDataset` does MNIST.
 *
 * @throws {UsageError} when there is none of that name
 * @throws {DataError} when it cannot be had
 */
export async function downloadKnown(name: string, options: DownloadOptions = {}): Promise<void> {
  const mnist = findDataset(name);
  if (mnist) return downloadDataset(mnist, options);
  const set = findPublished(name);
  if (set === undefined) throw new UsageError(`there is no data set ${name} to download`);
  const { downloadPublished } = await import("./download-published.js");
  return downloadPublished(set, options);
}

/**
 * What is in the cache of a data set; without its name of all of which there is something, and of
 * those whose files are named as MNIST's in any case.
 */
export async function knownStatus(name?: string, env?: NodeJS.ProcessEnv): Promise<CachedFile[]> {
  const mnist = (await datasetStatus(env)).filter(({ dataset }) => dataset === (name ?? dataset));
  const sets = publishedSets.filter((set) => set.name === (name ?? set.name));
  const others = await Promise.all(sets.map((set) => statusOf(set, env)));
  const isThere = (files: readonly CachedFile[]): boolean =>
    name !== undefined || files.some(({ state }) => state !== "missing");
  return [...mnist, ...others.filter(isThere).flat()];
}

async function statusOf(set: PublishedSet, env?: NodeJS.ProcessEnv): Promise<CachedFile[]> {
  const all = [...set.splits.train, ...set.splits.test];
  const parts = new Map(all.map((part) => [part.name, part]));
  return Promise.all(
    Array.from(parts.values(), async (part) => {
      const path = join(cacheOf(set, env), part.name);
      const state = await checkPart(set, part, env);
      const bytes = state === "missing" ? part.maxBytes : statSync(path).size;
      return { dataset: set.name, file: part.name, path, state, bytes };
    }),
  );
}
