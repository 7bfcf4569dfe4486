import { existsSync } from "node:fs";
import { DataError } from "@evalpool/errors";
import { digest, keepFile, readWhole } from "@evalpool/files/node";
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
  const file = notePath(path);
  const toError = (reason: string, options?: ErrorOptions): DataError =>
    new DataError(path, `nothing to check it by: ${file}: ${reason}`, options);
  const note = await readWhole(file, { maxBytes: NOTE_BYTES, toError });
  return note.toString("latin1").trim();
}

/** Notes the SHA-256 of what was proven by other means, before it is kept. */
export async function noteDigest(path: string, content: Uint8Array): Promise<void> {
  await keepFile(notePath(path), Buffer.from(`${digest("sha256", content)}\n`));
}

/** Bytes that a note may have: a digest and a line's end, of which Windows makes two. */
const NOTE_BYTES = 66;

function notePath(path: string): string {
  return `${path}.sha256`;
}
