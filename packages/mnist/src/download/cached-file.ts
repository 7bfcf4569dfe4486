import { existsSync } from "node:fs";
import { DataError } from "@evalpool/errors";
import { notedDigest } from "@evalpool/files/node";
import { openIdx } from "../open-idx.js";
import type { PublishedFile } from "./registry.js";

/** Damaged is a file whose content is not the one published. */
export type CacheState = "missing" | "good" | "damaged";

/** Whether a cached file has the content that it must have, which is read for it. */
export async function checkCached(file: PublishedFile, path: string): Promise<CacheState> {
  if (!existsSync(path)) return "missing";
  try {
    const expected = await cachedDigest(file, path);
    await using idx = await openIdx(path);
    const { sha256 } = await idx.digest();
    return sha256 === expected ? "good" : "damaged";
  } catch (error) {
    if (error instanceof DataError) return "damaged";
    throw error;
  }
}

/**
 * SHA-256 that a cached file's content must have: the published one, else that which was noted
 * beside it when it was downloaded.
 *
 * @throws {DataError} when neither is known
 */
export async function cachedDigest({ sha256 }: PublishedFile, path: string): Promise<string> {
  return sha256 ?? notedDigest(path);
}
