import type { MirrorFailure } from "@evalpool/errors";
import { ContentError } from "../digest.js";
import { requireProxyAddresses } from "./proxy-variables.js";

/** How long to wait for an answer, in milliseconds. */
export interface AnswerPatience {
  /** For a connection. */
  readonly connectMs: number;
  /** For the next bytes of an answer. */
  readonly stallMs: number;
  /** After which so many bytes must have come, one for each, and again after as long. */
  readonly slowMs: number;
  /** For all of an answer. */
  readonly wholeMs: number;
}

export interface ReceiveOptions {
  /** Bytes that an answer may have. */
  readonly maxBytes: number;
  /** Called as bytes arrive, with how many have, and how many will if that is said. */
  readonly onProgress?: ((received: number, length?: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Gives the bytes behind an address as they come; `failureOf` knows its errors. */
export type Receive = (url: string, take: (chunk: Uint8Array) => void) => Promise<void>;

/** @throws {UsageError} when a proxy variable holds no address */
export async function createReceiver(
  options: ReceiveOptions,
  patience: AnswerPatience,
): Promise<Receive> {
  requireProxyAddresses();
  // Node's own fetch does not follow proxy variables unless Node was started with a flag.
  const { EnvHttpProxyAgent, fetch, Pool } = await import("undici");
  const connect = { timeout: patience.connectMs };
  const timeouts = { headersTimeout: patience.stallMs, bodyTimeout: patience.stallMs };
  return async (url, take) => {
    const dispatcher = new EnvHttpProxyAgent({
      connect,
      ...timeouts,
      // Of the way to a proxy and through it, which undici gives other options and no timeouts.
      proxyTls: connect,
      requestTls: connect,
      clientFactory: (proxy, how) => new Pool(proxy, { ...how, ...timeouts }),
    });
    using answer = answerDeadline(patience, options.signal);
    try {
      const response = await fetch(url, { dispatcher, signal: answer.signal });
      answer.hasBegun();
      if (!response.ok || response.body === null) {
        throw new AnswerError(`HTTP ${response.status}`, "answer", response.status >= 500);
      }
      const length = Number(response.headers.get("content-length")) || undefined;
      await pass(response.body, take, { ...options, length }, patience);
    } finally {
      await dispatcher.destroy();
    }
  };
}

interface AnswerDeadline extends Disposable {
  readonly signal: AbortSignal;
  hasBegun(): void;
}

/**
 * Aborts an answer that does not begin. Redirects, interim answers (1xx) and silent proxies each come
 * within undici's timeouts, and can go on for ever.
 */
function answerDeadline(
  { connectMs, stallMs }: AnswerPatience,
  signal: AbortSignal | undefined,
): AnswerDeadline {
  const own = new AbortController();
  // undici's own timeouts tell more, and are looked at once a second.
  const ms = connectMs + stallMs + 1000;
  const late = new AnswerError(`no answer in ${ms / 1000} s`, "connection", false);
  const timer = setTimeout(() => own.abort(late), ms);
  const end = (): void => clearTimeout(timer);
  return {
    signal: signal ? AbortSignal.any([signal, own.signal]) : own.signal,
    hasBegun: end,
    [Symbol.dispose]: end,
  };
}

async function pass(
  body: AsyncIterable<Uint8Array>,
  take: (chunk: Uint8Array) => void,
  { maxBytes, onProgress, length }: ReceiveOptions & { length: number | undefined },
  patience: AnswerPatience,
): Promise<void> {
  const requireSpeed = speedometer(patience);
  let received = 0;
  for await (const chunk of body) {
    received += chunk.length;
    if (received > maxBytes) {
      throw new AnswerError(`expected ${maxBytes} bytes at most, got more`, "content", false);
    }
    requireSpeed(received);
    take(chunk);
    onProgress?.(received, length);
  }
}

/** Refuses an answer that comes too slowly, as it comes: one that does not come is a stall. */
function speedometer({ slowMs, wholeMs }: AnswerPatience): (received: number) => void {
  const start = performance.now();
  let last = { at: start, received: 0 };
  return (received) => {
    const now = performance.now();
    const slow = now - last.at >= slowMs && received - last.received < now - last.at;
    if (slow || now - start >= wholeMs) {
      const seconds = Math.round((now - start) / 1000);
      throw new AnswerError(`too slow: ${received} bytes in ${seconds} s`, "connection", false);
    }
    if (now - last.at >= slowMs) last = { at: now, received };
  };
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
