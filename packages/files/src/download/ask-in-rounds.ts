import { DownloadError } from "@evalpool/errors";
import {
  createReceiver,
  failureOf,
  type AnswerPatience,
  type Failure,
  type Receive,
  type ReceiveOptions,
} from "./receive.js";

/** How long to wait, in milliseconds. */
export interface Patience extends AnswerPatience {
  /** Before the second round; doubled before each further one. */
  readonly retryMs: number;
}

const defaultPatience = { connectMs: 3000, stallMs: 3000, slowMs: 3000, retryMs: 500 };

/** How often each address is asked at most, and until when for the last time. */
const ROUNDS = 3;
const LAST_ROUND_MS = 6000;

/** Milliseconds for all of an answer of so many bytes: 8 KB/s, and a minute more. */
function wholeMs(maxBytes: number): number {
  return 60_000 + maxBytes / 8;
}

/** What is fetched, and from where. */
export interface FetchOptions extends ReceiveOptions {
  /** Where the file can be had, in the order that is tried. */
  readonly urls: readonly string[];
  /** Where it goes, under this name only once it is whole and accepted. */
  readonly destination: string;
  readonly patience?: Partial<Patience> | undefined;
}

/**
 * Asks addresses in rounds, one after the other, so that one that stalls does not keep the next from
 * its turn; again only where that can help: after a 5xx, a stall or a cut connection, not after a 404,
 * a wrong content, a trickle or a host that cannot be found.
 *
 * @param attempt takes what an address gives, and throws a ContentError where that is another
 * @returns the address that gave it
 * @throws {DownloadError} that names each address with its reason
 */
export async function askInRounds(
  options: FetchOptions,
  attempt: (url: string, receive: Receive) => Promise<void>,
): Promise<string> {
  const { urls, destination, signal } = options;
  const { default: pRetry } = await import("p-retry");
  const patience = {
    ...defaultPatience,
    wholeMs: wholeMs(options.maxBytes),
    ...options.patience,
  };
  const start = performance.now();
  const receive = await createReceiver(options, patience);
  const failures = new Map<string, Failure>();
  const askEach = async (): Promise<string> => {
    for (const url of urls) {
      if (failures.get(url)?.mayPass === false) continue;
      try {
        await attempt(url, receive);
        return url;
      } catch (error) {
        signal?.throwIfAborted();
        failures.set(url, failureOf(error));
      }
    }
    const reasons = [...failures].map(([url, { kind, reason }]) => ({ url, kind, reason }));
    throw new DownloadError(destination, reasons);
  };
  return pRetry(askEach, {
    retries: ROUNDS - 1,
    minTimeout: patience.retryMs,
    shouldRetry: ({ error }) =>
      error instanceof DownloadError &&
      performance.now() - start < LAST_ROUND_MS &&
      [...failures.values()].some(({ mayPass }) => mayPass),
    ...(signal && { signal }),
  });
}
