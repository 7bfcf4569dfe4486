import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { DataError } from "@evalpool/errors";
import { systemMessage, keepFile, digest } from "@evalpool/files/node";
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
  if (sha256 !== undefined) return sha256;
  const note = await readFile(notePath(path), "utf8").catch((cause: unknown) => {
    const reason = `nothing to check it by: ${notePath(path)}: ${systemMessage(cause)}`;
    throw new DataError(path, reason, { cause });
  });
  return note.trim();
}

/** Notes the SHA-256 of what was proven by other means, before it is kept. */
export async function noteDigest(path: string, content: Uint8Array): Promise<void> {
  await keepFile(notePath(path), Buffer.from(`${digest("sha256", content)}\n`));
}

function notePath(path: string): string {
  return `${path}.sha256`;
}
