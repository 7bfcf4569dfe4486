import { existsSync } from "node:fs";
import { join } from "node:path";
import { DataError } from "@evalpool/errors";
import { cacheDirectory, fileSha256, notedDigest } from "@evalpool/files/node";
import type { CacheState } from "@evalpool/mnist/node";
import type { PublishedPart, PublishedSet } from "./published-set.js";

/** Where a data set is kept. */
export function cacheOf({ name }: PublishedSet, env?: NodeJS.ProcessEnv): string {
  return join(cacheDirectory(env), ...name.split("/"));
}

/** Whether a file of the cache is as it was when it was proven, which is read for it. */
export async function checkPart(
  set: PublishedSet,
  part: PublishedPart,
  env?: NodeJS.ProcessEnv,
): Promise<CacheState> {
  const path = join(cacheOf(set, env), part.name);
  if (!existsSync(path)) return "missing";
  try {
    const [expected, got] = [await notedDigest(path), await fileSha256(path)];
    return got === expected ? "good" : "damaged";
  } catch (error) {
    if (error instanceof DataError) return "damaged";
    throw error;
  }
}
