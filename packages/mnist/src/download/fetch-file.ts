import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { DataError } from "../errors.js";

/** How long to wait, in milliseconds. */
export interface Patience {
  /** For a connection. */
  readonly connectMs: number;
  /** For the next bytes of an answer. */
  readonly stallMs: number;
  /** Before the second attempt; doubled before each further one. */
  readonly retryMs: number;
}

const defaultPatience: Patience = { connectMs: 3000, stallMs: 10_000, retryMs: 500 };

/** Attempts at one address, where another may go better. */
const ATTEMPTS = 3;

export interface FetchFileOptions {
  /** Where the file can be had, in the order that is tried. */
  readonly urls: readonly string[];
  /** Where it goes, under this name only once it is whole and accepted. */
  readonly destination: string;
  /** Bytes that an answer may have. */
  readonly maxBytes: number;
  /** From what was received to what is kept; throws where it is not what it should be. */
  readonly accept: (received: Uint8Array) => Uint8Array | Promise<Uint8Array>;
  readonly onProgress?: ((received: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly patience?: Partial<Patience> | undefined;
}

/**
 * Downloads a file from the first address that gives an acceptable one. `HTTPS_PROXY`, `HTTP_PROXY`
 * and `NO_PROXY` are followed. Attempts are repeated only where that can help: after a 5xx, a
 * stall or a cut connection, not after a 404, a wrong content or a host that cannot be found.
 *
 * @throws {DataError} that names each address with its reason; `signal.reason` when aborted
 */
export async function fetchFile(options: FetchFileOptions): Promise<void> {
  const { urls, destination, accept, signal } = options;
  const { default: pRetry } = await import("p-retry");
  const patience = { ...defaultPatience, ...options.patience };
  const receive = await createReceiver(options, patience);
  const reasons: string[] = [];
  for (const url of urls) {
    try {
      const received = await pRetry(() => receive(url), {
        retries: ATTEMPTS - 1,
        minTimeout: patience.retryMs,
        shouldRetry: ({ error }) => isPassing(error),
        ...(signal && { signal }),
      });
      await writeWhole(destination, await accept(received));
      return;
    } catch (error) {
      signal?.throwIfAborted();
      reasons.push(`${url} (${causeOf(error as Error).message})`);
    }
  }
  throw new DataError(destination, `cannot be downloaded: ${reasons.join(", ")}`);
}

/** An answer that is not the file; another attempt may fare better. */
class AnswerError extends Error {
  constructor(
    message: string,
    readonly mayPass: boolean,
  ) {
    super(message);
  }
}

async function createReceiver(
  { maxBytes, onProgress, signal }: FetchFileOptions,
  { connectMs, stallMs }: Patience,
): Promise<(url: string) => Promise<Uint8Array>> {
  // Node's own fetch does not follow proxy variables unless Node was started with a flag.
  const { EnvHttpProxyAgent, fetch } = await import("undici");
  return async (url) => {
    const dispatcher = new EnvHttpProxyAgent({
      connect: { timeout: connectMs },
      headersTimeout: stallMs,
      bodyTimeout: stallMs,
    });
    try {
      const response = await fetch(url, { dispatcher, ...(signal && { signal }) });
      if (!response.ok || response.body === null) {
        throw new AnswerError(`HTTP ${response.status}`, response.status >= 500);
      }
      return await collect(response.body, maxBytes, onProgress);
    } finally {
      await dispatcher.destroy();
    }
  };
}

async function collect(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
  onProgress?: (received: number) => void,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let received = 0;
  for await (const chunk of body) {
    received += chunk.length;
    if (received > maxBytes) {
      throw new AnswerError(`expected ${maxBytes} bytes at most, got more`, false);
    }
    chunks.push(chunk);
    onProgress?.(received);
  }
  return Buffer.concat(chunks);
}

/** Failures of a connection that stood: the next one may hold. */
const passing = new Set([
  "ECONNRESET",
  "EPIPE",
  "UND_ERR_SOCKET",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
]);

function isPassing(error: Error): boolean {
  if (error instanceof AnswerError) return error.mayPass;
  const { code } = causeOf(error) as NodeJS.ErrnoException;
  return code !== undefined && passing.has(code);
}

/** What happened, which fetch keeps behind "fetch failed" and "terminated". */
function causeOf(error: Error): Error {
  const { cause } = error;
  const inner = cause instanceof AggregateError ? (cause.errors[0] as unknown) : cause;
  return inner instanceof Error ? inner : error;
}

/** Writes beside the destination, then renames, so that runs at the same time cannot disturb it. */
async function writeWhole(destination: string, content: Uint8Array): Promise<void> {
  await mkdir(dirname(destination), { recursive: true });
  const partial = `${destination}.${randomUUID()}.partial`;
  try {
    await writeFile(partial, content);
    await rename(partial, destination);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
