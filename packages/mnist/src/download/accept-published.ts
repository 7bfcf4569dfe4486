import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { ContentError, requireDigest } from "@evalpool/files/node";
import type { PublishedFile } from "./registry.js";

const inflate = promisify(gunzip);

/**
 * The content of a published file, once it is proven to be the one published.
 *
 * @throws {ContentError} that says what was expected and what was got
 */
export async function acceptPublished(file: PublishedFile, gzip: Uint8Array): Promise<Uint8Array> {
  if (file.gzipMd5 !== undefined) requireDigest("MD5", file.gzipMd5, gzip);
  if (file.gzipSha256 !== undefined) requireDigest("SHA-256", file.gzipSha256, gzip);
  const content = await inflate(gzip, { maxOutputLength: file.bytes }).catch((cause: unknown) => {
    throw new ContentError((cause as Error).message, { cause });
  });
  if (content.length !== file.bytes) {
    throw new ContentError(`expected content of ${file.bytes} bytes, got ${content.length}`);
  }
  if (file.sha256 !== undefined) requireDigest("SHA-256", file.sha256, content);
  return content;
}
