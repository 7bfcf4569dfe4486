import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { DataError, DownloadError, NotFoundError, UsageError } from "@evalpool/errors";
import {
  cacheDirectory,
  digest,
  fetchLarge,
  fileSha256,
  type FetchLargeOptions,
  shownUrl,
  noteDigest,
  notedDigest,
} from "@evalpool/files/node";
import type { DownloadOptions } from "@evalpool/mnist/node";

/** How a file is had whose address is given. */
export interface FetchDataOptions extends Pick<
  DownloadOptions,
  "env" | "onProgress" | "patience" | "signal"
> {
  /** Never downloads. */
  readonly offline?: boolean | undefined;
  /** Told what was fetched, and where it is kept. */
  readonly onFetched?: ((url: string, path: string, sha256: string) => void) | undefined;
}

/** Bytes that a file may have. */
const MOST_BYTES = 2 ** 32;

/** Whether this is an address, and no path. */
export function isUrl(path: string): boolean {
  return /^https?:\/\//i.test(path);
}

/**
 * Where a file is in the cache whose address is given: it is fetched when it is not there, or is not as
 * it was fetched.
 *
 * @throws {NotFoundError} when it is not there and may not be downloaded
 * @throws {DataError} when it cannot be downloaded
 * @throws {UsageError} when this is no address
 */
export async function fetchData(url: string, options: FetchDataOptions = {}): Promise<string> {
  const { env, offline, onProgress, onFetched, signal, patience } = options;
  const name = nameOf(url);
  const known = digest("sha256", Buffer.from(url)).slice(0, 32);
  const path = join(cacheDirectory(env), "urls", known, name);
  if (await isKept(path)) return path;
  if (offline)
    throw new NotFoundError(shownUrl(url), "not in the cache, and offline nothing is fetched");
  onProgress?.(name, 0, Infinity);
  const sha256 = await fetchOne({
    urls: [url],
    destination: path,
    maxBytes: MOST_BYTES,
    onProgress: (received, length = Infinity) => onProgress?.(name, received, length),
    signal,
    patience,
  });
  await noteDigest(path, sha256);
  onFetched?.(shownUrl(url), path, sha256);
  return path;
}

/** As `fetchLarge`, of one address. @throws {DataError} that does not tell what of it may be secret */
async function fetchOne(options: FetchLargeOptions): Promise<string> {
  try {
    return await fetchLarge(options);
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    const shown = error.failures.map((failure) => ({ ...failure, url: shownUrl(failure.url) }));
    throw new DownloadError(shownUrl(error.file), shown);
  }
}

async function isKept(path: string): Promise<boolean> {
  if (!existsSync(path)) return false;
  try {
    return (await notedDigest(path)) === (await fileSha256(path));
  } catch (error) {
    if (error instanceof DataError) return false;
    throw error;
  }
}

/** The last of the address's path, in letters that any file system takes. */
function nameOf(url: string): string {
  if (!URL.canParse(url))
    throw new UsageError(`expected an address as https://host/file, got ${url}`);
  const { username, password } = new URL(url);
  if (username !== "" || password !== "") {
    const advice = "a query may have a token: it is not told";
    throw new UsageError(`expected an address without user and password; ${advice}`);
  }
  const name = basename(new URL(url).pathname)
    .replaceAll(/[^\w.-]/g, "_")
    .slice(-100);
  return /^\.*$/.test(name) ? "data" : name;
}
