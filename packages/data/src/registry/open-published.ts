import { statSync } from "node:fs";
import { join } from "node:path";
import { DamagedError, DataError, NotFoundError } from "@evalpool/errors";
import type { IndexedSource } from "@evalpool/mnist";
import { splitNames, type DownloadOptions, type SplitName } from "@evalpool/mnist/node";
import type { PathOptions } from "../dataset-options.js";
import { find } from "../open-path.js";
import { cacheOf, checkPart } from "./cached-part.js";
import { downloadPublished } from "./download-published.js";
import type { PublishedSet } from "./published-set.js";

/** How a published data set is had, and opened. */
export interface OpenPublishedOptions
  extends PathOptions, Pick<DownloadOptions, "env" | "onProgress"> {
  /** Never downloads. */
  readonly offline?: boolean | undefined;
}

/**
 * Opens a split of a published data set: from `$EVALPOOL_DATA/<name>` if that is there, else from the
 * cache, into which it is downloaded where it is not there or not as it was.
 *
 * @throws {NotFoundError} when it is nowhere and may not be downloaded
 * @throws {DamagedError} when it is damaged in the cache, and may not be fetched anew
 * @throws {DataError} when it cannot be downloaded or read
 */
export async function openPublished(
  set: PublishedSet,
  split: string,
  options: OpenPublishedOptions,
): Promise<IndexedSource> {
  const { env = process.env, offline, onProgress, ...how } = options;
  const own = env["EVALPOOL_DATA"] ? join(env["EVALPOOL_DATA"], ...set.name.split("/")) : undefined;
  const isOwn = own !== undefined && isDirectory(own);
  if (!isOwn) await makeSure(set, split, { ...options, env });
  const { classNames = set.classNames, labelsFrom = set.labelsFrom } = how;
  const found = await find(isOwn ? own : cacheOf(set, env), { ...how, classNames, labelsFrom });
  return { ...(await found.open(split)), name: set.name };
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** That all files of a split are in the cache. */
async function makeSure(
  set: PublishedSet,
  name: string,
  { env, offline, onProgress, signal }: OpenPublishedOptions,
): Promise<void> {
  const split: SplitName | undefined = splitNames.find((known) => known === name);
  if (split === undefined) {
    throw new NotFoundError(set.name, `holds no split ${name}, but ${splitNames.join(", ")}`);
  }
  const files = await Promise.all(
    set.splits[split].map(async (part) => ({ part, state: await checkPart(set, part, env) })),
  );
  const lack = files.find(({ state }) => state !== "good");
  if (lack === undefined) return;
  const path = join(cacheOf(set, env), lack.part.name);
  const error =
    lack.state === "damaged"
      ? new DamagedError(path, "damaged in the cache: not what was downloaded")
      : new NotFoundError(`${set.name} ${split}`, `not found; looked for ${path}`);
  if (offline) throw error;
  await downloadPublished(set, { splits: [split], env, onProgress, signal }).catch(
    (cause: unknown) => {
      if (!(cause instanceof DataError)) throw cause;
      const Lack = error instanceof NotFoundError ? NotFoundError : DamagedError;
      throw new Lack(error.file, `${error.reason}; ${cause.message}`, { cause });
    },
  );
}
