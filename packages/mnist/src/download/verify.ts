import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { PublishedFile } from "./registry.js";

const inflate = promisify(gunzip);

/** Bytes that are not those that were published. */
export class ContentError extends Error {
  override readonly name = "ContentError";
}

/**
 * The content of a published file, once it is proven to be the one published.
 *
 * @throws {ContentError} that says what was expected and what was got
 */
export async function acceptPublished(file: PublishedFile, gzip: Uint8Array): Promise<Uint8Array> {
  if (file.gzipMd5 !== undefined) requireDigest("MD5", file.gzipMd5, gzip);
  const content = await inflate(gzip, { maxOutputLength: file.bytes }).catch((cause: unknown) => {
    throw new ContentError((cause as Error).message, { cause });
  });
  if (content.length !== file.bytes) {
    throw new ContentError(`expected content of ${file.bytes} bytes, got ${content.length}`);
  }
  if (file.sha256 !== undefined) requireDigest("SHA-256", file.sha256, content);
  return content;
}

/** @throws {ContentError} when the bytes are others than those that have the digest */
export function requireDigest(kind: "MD5" | "SHA-256", expected: string, bytes: Uint8Array): void {
  const got = digest(kind === "MD5" ? "md5" : "sha256", bytes);
  if (got !== expected) throw new ContentError(`expected ${kind} ${expected}, got ${got}`);
}

/** In hex. */
export function digest(algorithm: "md5" | "sha256", bytes: Uint8Array): string {
  return createHash(algorithm).update(bytes).digest("hex");
}
