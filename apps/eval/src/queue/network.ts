import { existsSync } from "node:fs";
import { join } from "node:path";
import { DataError, DownloadError, UsageError } from "@evalpool/errors";
import {
  cacheDirectory,
  fetchFile,
  readWhole,
  requireDigest,
  shownUrl,
} from "@evalpool/files/node";
import { getBlob, LARGEST_BLOB, nameBlob, putBlob, type BlobName } from "./blob.js";
import type { Store } from "./open-store.js";
import { networkQueueOf } from "./range-job.js";
import { unfit } from "./unfit.js";

/** Where a run's network is, and which it is. */
export interface NetworkName extends BlobName {
  /** Where it is fetched from: without it, it lies in the store. */
  readonly url?: string;
}

/** Bytes of a network that a worker takes into its memory: 2 GB. */
export const LARGEST_NETWORK = 2_000_000_000;

/**
 * Names a network for workers.
 *
 * @param url where they fetch it from
 * @throws {UsageError} when it is too large for the store and there is no such address, or for workers
 */
export function nameNetwork(network: Uint8Array, url: string | undefined): NetworkName {
  const { length } = network;
  const size = `${Math.ceil(length / 1e6)} MB`;
  if (length > LARGEST_NETWORK) {
    const most = `${LARGEST_NETWORK / 1e6} MB`;
    throw new UsageError(`--queue: expected a network of at most ${most}, got ${size}`);
  }
  if (length > LARGEST_BLOB && url === undefined) {
    throw new UsageError(
      `--queue: expected a network of at most ${LARGEST_BLOB / 1e6} MB with its weights, got ${size}; ` +
        "put what evalpool convert writes of it on a server, and give --network-url URL",
    );
  }
  return { ...nameBlob(network), ...(url !== undefined && { url }) };
}

/** Puts a network into the store, unless workers fetch it elsewhere. */
export async function putNetwork(
  store: Store,
  runId: string,
  { url }: NetworkName,
  network: Uint8Array,
): Promise<void> {
  if (url === undefined) await putBlob(store, networkQueueOf(runId), network);
}

/** What a worker may do to have a network. */
export interface NetworkMeans {
  /** What addresses that it fetches networks from begin with. */
  readonly allowUrl: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * The bytes of a run's network, from the store or from where the run says, if this worker may ask there.
 *
 * @throws {DataError} when it cannot be had, or other bytes are there
 */
export async function getNetwork(
  store: Store,
  runId: string,
  network: NetworkName,
  means: NetworkMeans,
): Promise<Uint8Array> {
  const { url } = network;
  if (url === undefined) return getBlob(store, networkQueueOf(runId), network);
  if (!means.allowUrl.some((allowed) => isBelow(url, allowed))) {
    const { origin, pathname } = new URL(".", url);
    const advice = `start it with --allow-url ${origin}${pathname}`;
    throw unfit(`may not fetch the network from ${shownUrl(url)}; ${advice}`);
  }
  return fetchNetwork(url, network, means.signal);
}

/** Whether an address is another, or lies below it: as a URL, so that no `..` leads out of it. */
function isBelow(url: string, allowed: string): boolean {
  if (!URL.canParse(url) || !URL.canParse(allowed)) return false;
  const [it, root] = [new URL(url), new URL(allowed)];
  const below = root.pathname.endsWith("/") ? root.pathname : `${root.pathname}/`;
  const isInside = it.pathname === root.pathname || it.pathname.startsWith(below);
  return it.origin === root.origin && it.username === "" && it.password === "" && isInside;
}

/** Kept in the cache by its digest, as other files that are downloaded. */
async function fetchNetwork(
  url: string,
  { sha256, bytes }: NetworkName,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const destination = join(cacheDirectory(), "networks", `${sha256}.safetensors`);
  const accept = (received: Uint8Array): Uint8Array => {
    requireDigest("SHA-256", sha256, received);
    return received;
  };
  if (existsSync(destination)) {
    const kept = await readWhole(destination, { maxBytes: bytes }).catch(() => undefined);
    // One that is damaged is fetched anew.
    if (kept && nameBlob(kept).sha256 === sha256) return kept;
  }
  await fetchFile({ urls: [url], destination, maxBytes: bytes, accept, signal }).catch(
    (error: unknown) => {
      if (!(error instanceof DownloadError)) throw error;
      const reasons = error.failures.map(({ reason }) => reason).join("; ");
      throw new DataError("the network", `cannot be fetched from ${shownUrl(url)}: ${reasons}`);
    },
  );
  return accept(await readWhole(destination, { maxBytes: bytes }));
}
