import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { PublishedFile } from "./registry.js";

const inflate = promisify(gunzip);

/**
 * The content of a published file, once it is proven to be the one published.
 *
 * @throws {Error} that says what was expected and what was got
 */
export async function acceptPublished(file: PublishedFile, gzip: Uint8Array): Promise<Uint8Array> {
  if (file.gzipMd5 !== undefined) requireDigest("MD5", file.gzipMd5, gzip);
  const content = await inflate(gzip, { maxOutputLength: file.bytes });
  if (content.length !== file.bytes) {
    throw new Error(`expected content of ${file.bytes} bytes, got ${content.length}`);
  }
  if (file.sha256 !== undefined) requireDigest("SHA-256", file.sha256, content);
  return content;
}

/** @throws {Error} when the bytes are others than those that have the digest */
export function requireDigest(kind: "MD5" | "SHA-256", expected: string, bytes: Uint8Array): void {
  const algorithm = kind === "MD5" ? "md5" : "sha256";
  const got = createHash(algorithm).update(bytes).digest("hex");
  if (got !== expected) throw new Error(`expected ${kind} ${expected}, got ${got}`);
}
