import type { MirrorFailure } from "@evalpool/errors";
import { ContentError } from "../digest.js";

/** How long to wait for an answer, in milliseconds. */
export interface AnswerPatience {
  /** For a connection. */
  readonly connectMs: number;
  /** For the next bytes of an answer. */
  readonly stallMs: number;
}

export interface ReceiveOptions {
  /** Bytes that an answer may have. */
  readonly maxBytes: number;
  /** Called as bytes arrive, with how many have. */
  readonly onProgress?: ((received: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What gives the bytes behind an address; `failureOf` knows its errors. */
export type Receive = (url: string) => Promise<Uint8Array>;

export async function createReceiver(
  { maxBytes, onProgress, signal }: ReceiveOptions,
  { connectMs, stallMs }: AnswerPatience,
): Promise<Receive> {
  // Node's own fetch does not follow proxy variables unless Node was started with a flag.
  const { EnvHttpProxyAgent, fetch } = await import("undici");
  return async (url) => {
    const dispatcher = createDispatcher(() => {
      const patience = { headersTimeout: stallMs, bodyTimeout: stallMs };
      return new EnvHttpProxyAgent({ connect: { timeout: connectMs }, ...patience });
    });
    try {
      const response = await fetch(url, { dispatcher, ...(signal && { signal }) });
      if (!response.ok || response.body === null) {
        throw new AnswerError(`HTTP ${response.status}`, "answer", response.status >= 500);
      }
      return await collect(response.body, maxBytes, onProgress);
    } finally {
      await dispatcher.destroy();
    }
  };
}

/** A proxy variable that is no address of a proxy is the user's mistake. */
function createDispatcher<T>(create: () => T): T {
  try {
    return create();
  } catch (cause) {
    const code = codeOf(cause);
    if (code !== "ERR_INVALID_URL" && code !== "UND_ERR_INVALID_ARG") throw cause;
    const reason = `HTTPS_PROXY or HTTP_PROXY: ${(cause as Error).message}`;
    throw new AnswerError(reason, "connection", false, { cause });
  }
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
      throw new AnswerError(`expected ${maxBytes} bytes at most, got more`, "content", false);
    }
    chunks.push(chunk);
    onProgress?.(received);
  }
  return Buffer.concat(chunks);
}

/** An answer that is not the file. */
class AnswerError extends Error {
  override readonly name = "AnswerError";

  constructor(
    message: string,
    readonly kind: MirrorFailure["kind"],
    readonly mayPass: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A failure, and whether another attempt may fare better. */
export interface Failure extends Omit<MirrorFailure, "url"> {
  readonly mayPass: boolean;
}

/**
 * What a mirror did wrong.
 *
 * @throws {unknown} the error itself when it is no mirror's doing, as a mistake in this program
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof AnswerError) {
    return { kind: error.kind, reason: error.message, mayPass: error.mayPass };
  }
  if (error instanceof ContentError) {
    return { kind: "content", reason: error.message, mayPass: false };
  }
  const cause = connectionError(error);
  if (cause === undefined) throw error;
  return { kind: "connection", reason: cause.message, mayPass: passing.has(codeOf(cause) ?? "") };
}

/** Failures of a connection that stood: the next one may hold. */
const passing = new Set([
  "ECONNRESET",
  "EPIPE",
  "UND_ERR_SOCKET",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
]);

/**
 * What happened to a connection, which fetch keeps behind a TypeError ("fetch failed",
 * "terminated"). It keeps mistakes of the program there too: those are told by their kind.
 */
function connectionError(error: unknown): Error | undefined {
  if (!(error instanceof TypeError)) return codeOf(error) ? (error as Error) : undefined;
  const { cause } = error;
  const inner: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
  return inner instanceof Error && !isMistake(inner) ? inner : undefined;
}

function isMistake(error: Error): boolean {
  const code = codeOf(error);
  // A redirect to what is no address is the mirror's mistake.
  if (code === "ERR_INVALID_URL") return false;
  const kinds = [TypeError, RangeError, ReferenceError, SyntaxError];
  return code === "UND_ERR_INVALID_ARG" || kinds.some((kind) => error instanceof kind);
}

function codeOf(error: unknown): string | undefined {
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === "string" ? code : undefined;
}
