import { createReadStream, existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { DataError } from "@evalpool/errors";
import {
  cacheDirectory,
  ContentError,
  fetchLarge,
  fileSha256,
  keepStream,
  noteDigest,
  systemMessage,
} from "@evalpool/files/node";
import type { DownloadOptions } from "@evalpool/mnist/node";
import { cacheOf, checkPart } from "./cached-part.js";
import type { PublishedFile, PublishedPart, PublishedSet } from "./published-set.js";
import { unpackArchive, type TakeMember } from "./unpack-archive.js";

/**
 * Fetches a data set's files into the cache, out of their archives, decompressed and verified. What is
 * there is kept if it is good. An archive that holds several data sets is kept too, any other is not.
 *
 * @throws {DownloadError} when no address gives a file
 * @throws {DataError} when a file cannot be written, or nothing is published that proves it
 * @throws {unknown} `signal.reason` when aborted
 */
export async function downloadPublished(
  set: PublishedSet,
  options: DownloadOptions = {},
): Promise<void> {
  const { splits = ["train", "test"], env } = options;
  const parts = new Map(
    splits.flatMap((split) => set.splits[split].map((part) => [part.name, part] as const)),
  );
  const lacking = new Map<PublishedFile, PublishedPart[]>();
  for (const part of parts.values()) {
    if ((await checkPart(set, part, env)) === "good") continue;
    lacking.set(part.from, [...(lacking.get(part.from) ?? []), part]);
  }
  for (const [file, wanted] of lacking) await fetchParts(set, file, wanted, options);
}

async function fetchParts(
  set: PublishedSet,
  file: PublishedFile,
  parts: readonly PublishedPart[],
  options: DownloadOptions,
): Promise<void> {
  const directory = cacheOf(set, options.env);
  const [first] = parts;
  const isAsIs = file.archive === undefined && !first?.isGzip;
  const archives = join(cacheDirectory(options.env), "archives");
  const name = basename(new URL(file.urls[0] ?? "").pathname);
  const fetched = file.keptAs ? join(archives, file.keptAs) : join(directory, name);
  const sha256 = await fetchVerified(file, fetched, options);
  if (isAsIs) return noteDigest(fetched, sha256);
  await unpack(file, fetched, directory, parts, options);
  if (file.keptAs === undefined) await rm(fetched);
}

/** What was fetched before, and whole, is not fetched again. @returns its SHA-256 */
async function fetchVerified(
  file: PublishedFile,
  destination: string,
  { onProgress, signal, patience }: DownloadOptions,
): Promise<string> {
  const { urls, maxBytes, sha256, md5 } = file;
  if (sha256 === undefined && md5 === undefined) {
    throw new DataError(
      destination,
      "no digest of it is published, and nothing else would prove it",
    );
  }
  if (sha256 !== undefined && existsSync(destination)) {
    const isIt = (await fileSha256(destination, signal).catch(() => "")) === sha256;
    if (isIt) return sha256;
  }
  const name = basename(destination);
  onProgress?.(name, 0, maxBytes);
  return fetchLarge({
    urls,
    destination,
    maxBytes,
    sha256,
    md5,
    onProgress: (received) => onProgress?.(name, received, maxBytes),
    signal,
    patience,
  });
}

async function unpack(
  file: PublishedFile,
  fetched: string,
  directory: string,
  parts: readonly PublishedPart[],
  { signal }: DownloadOptions,
): Promise<void> {
  const keep =
    ({ name, maxBytes, isGzip }: PublishedPart): TakeMember =>
    (content) =>
      keepStream(join(directory, name), isGzip ? inflate(content) : content, maxBytes);
  try {
    if (file.archive === undefined) {
      for (const part of parts) await keep(part)(createReadStream(fetched));
      return;
    }
    const wanted = parts.map((part) => [part.member ?? part.name, keep(part)] as const);
    await unpackArchive(fetched, file.archive, new Map(wanted), signal);
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof DataError) throw cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    if (!(cause instanceof ContentError) && !code) throw cause;
    const reason = code?.startsWith("Z_") ? message : systemMessage(cause);
    throw new DataError(fetched, `cannot be inflated: ${reason}`, { cause });
  }
}

async function* inflate(
  content: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
  const gunzip = createGunzip();
  // What goes wrong in either comes out of gunzip.
  pipeline(content, gunzip, () => undefined);
  yield* gunzip as AsyncIterable<Buffer>;
}
