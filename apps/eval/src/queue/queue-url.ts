import { UsageError } from "@evalpool/errors";

/** Where the queue is. What is secret of it leaves this object only for the store's own driver. */
export interface QueueUrl {
  readonly store: "redis" | "postgres";
  /** With user, password and parameters. */
  readonly secret: string;
  /** Without them: fit to be told. */
  readonly shown: string;
  /** A text, as of a driver's error, with what is secret blotted out. */
  readonly hide: (text: string) => string;
}

const stores: Readonly<Record<string, QueueUrl["store"]>> = {
  "redis:": "redis",
  "rediss:": "redis",
  "postgres:": "postgres",
  "postgresql:": "postgres",
};

const EXPECTED = "expected redis://, rediss:// (TLS) or postgres:// with a host";

/**
 * Reads a queue's address.
 *
 * @throws {UsageError} that tells nothing of it but its scheme: it may hold a password
 */
export function parseQueueUrl(text: string): QueueUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw new UsageError(`--queue: ${EXPECTED}, got what is no URL`);
  const store = stores[url.protocol];
  if (store === undefined) throw new UsageError(`--queue: ${EXPECTED}, got ${url.protocol}//`);
  if (url.hostname === "") throw new UsageError(`--queue: ${EXPECTED}, got none`);
  const secrets = secretsOf(url, text);
  return {
    store,
    secret: text,
    shown: `${url.protocol}//${url.host}${url.pathname}`,
    hide: (told) => secrets.reduce((rest, secret) => rest.replaceAll(secret, "***"), told),
  };
}

/** The longest first: one may be a part of another. */
function secretsOf(url: URL, text: string): string[] {
  const parameters = [...url.searchParams.values()];
  const values = [text, url.href, url.password, url.search, ...parameters, url.username];
  // A user's name is no secret, but what stands there may be a token.
  const both = values.flatMap((value) => [value, decoded(value)]);
  return [...new Set(both)].filter((value) => value.length > 2).sort((a, b) => b.length - a.length);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // No escapes, but a bare %.
    return text;
  }
}
