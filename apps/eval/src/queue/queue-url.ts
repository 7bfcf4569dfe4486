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
  requireEncoded(url);
  if (store === "redis" && !/^\/?\d*$/.test(url.pathname)) {
    throw new UsageError(
      "--queue: expected the number of a database behind Redis' host, as redis://HOST/1",
    );
  }
  const secrets = secretsOf(url, text);
  return {
    store,
    secret: text,
    shown: `${url.protocol}//${url.host}${url.pathname}`,
    hide: (told) => secrets.reduce((rest, secret) => rest.replaceAll(secret, "***"), told),
  };
}

/**
 * What is not encoded of a password is read as something else: as a port and a path, which are told.
 *
 * @throws {UsageError}
 */
function requireEncoded({ username, password, pathname, search, hash }: URL): void {
  const advice = "percent-encode what of the password is no letter or digit: / is %2F, @ is %40";
  if ((pathname + search + hash).includes("@")) {
    throw new UsageError(`--queue: expected no @ behind the host; ${advice}`);
  }
  if (decoded(username) === undefined || decoded(password) === undefined) {
    throw new UsageError(`--queue: expected a user and a password in a URL's escapes; ${advice}`);
  }
}

/** The longest first: one may be a part of another. */
function secretsOf(url: URL, text: string): string[] {
  const parameters = [...url.searchParams.values()];
  // A user's name is no secret, but what stands there alone may be a token.
  const user = url.password === "" ? [url.username] : [];
  const values = [text, url.href, url.password, url.search, ...parameters, ...user];
  const both = values.flatMap((value) => [value, decoded(value) ?? value]);
  return [...new Set(both)].filter((value) => value.length > 2).sort((a, b) => b.length - a.length);
}

/** Undefined where there is a bare %. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
