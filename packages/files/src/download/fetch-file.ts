import { askInRounds, type FetchOptions } from "./ask-in-rounds.js";
import { keepFile } from "./keep-file.js";

/** Which file is fetched, from where, and when it is the right one. */
export interface FetchFileOptions extends FetchOptions {
  /** From what was received to what is kept; throws a ContentError where it is another. */
  readonly accept: (received: Uint8Array) => Uint8Array | Promise<Uint8Array>;
}

/**
 * Downloads a file from the first address that gives an acceptable one, as `askInRounds` asks them.
 * `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are followed.
 *
 * @returns the address that gave it
 * @throws {DownloadError} that names each address with its reason
 * @throws {DataError} when it cannot be written
 * @throws {UsageError} when a proxy variable holds no address
 * @throws {unknown} `signal.reason` when aborted
 */
export function fetchFile(options: FetchFileOptions): Promise<string> {
  return askInRounds(options, async (url, receive) => {
    const chunks: Uint8Array[] = [];
    await receive(url, (chunk) => chunks.push(chunk));
    await keepFile(options.destination, await options.accept(Buffer.concat(chunks)));
  });
}
