import { DataError, DownloadError, type MirrorFailure } from "@evalpool/errors";
import { fetchBytes } from "./fetch-bytes.js";
import { sha256 } from "./sha256.js";

/** A file that others publish, known by its digest. */
export interface Published {
  readonly file: string;
  /** In the order that they are tried. */
  readonly urls: readonly string[];
  /** SHA-256 of the content, in hex. */
  readonly sha256: string;
  /** Makes the content of what is published, as where that is compressed. */
  readonly unpack?: (bytes: Uint8Array) => Promise<Uint8Array>;
}

/** The content of a published file, which has the digest that it should. @throws {DownloadError} */
export async function fetchPublished(
  { file, urls, sha256: expected, unpack = Promise.resolve.bind(Promise) }: Published,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const failures: MirrorFailure[] = [];
  for (const url of urls) {
    try {
      const content = await unpack(await fetchBytes(url, signal));
      const got = sha256(content);
      if (got === expected) return content;
      failures.push({ url, kind: "content", reason: `SHA-256 ${got}, not ${expected}` });
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      failures.push({ url, kind: "connection", reason: error.reason });
    }
  }
  throw new DownloadError(file, failures);
}
