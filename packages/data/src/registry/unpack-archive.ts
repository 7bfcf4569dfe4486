import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { DataError, EvalpoolError, shorten } from "@evalpool/errors";
import { ContentError, systemMessage } from "@evalpool/files/node";
import { unpackZip } from "./unpack-zip.js";

/** Takes the content of one member, all of it. */
export type TakeMember = (content: AsyncIterable<Uint8Array>) => Promise<void>;

/** Members that an archive may have, and bytes that a tar may inflate to. */
const MOST_MEMBERS = 10_000;
const MOST_INFLATED = 2 ** 32;

/**
 * Gives the wanted members of an archive to who takes them, and unpacks nothing by itself: no name in
 * it is ever a path. Refused are names that climb or are absolute, which no honest archive has, a
 * wanted member that is no file or is there twice, and an archive of too many members or bytes.
 *
 * @throws {DataError} when it is refused or damaged, or lacks a wanted member
 */
export async function unpackArchive(
  file: string,
  kind: "tar.gz" | "zip",
  wanted: ReadonlyMap<string, TakeMember>,
  signal?: AbortSignal,
): Promise<void> {
  const seen = new Set<string>();
  let count = 0;
  const takerOf = (name: string, isFile: boolean): TakeMember | undefined => {
    signal?.throwIfAborted();
    const refuse = (reason: string): never => {
      throw new DataError(file, `${shorten(name, 80)}: ${reason}`);
    };
    if (++count > MOST_MEMBERS) refuse(`expected up to ${MOST_MEMBERS} members, got more`);
    if (isUnsafe(name))
      refuse("expected the name of a member, got one that leads out of the archive");
    const take = wanted.get(name);
    if (take === undefined) return undefined;
    if (!isFile) refuse("expected a file, got a link, a directory or a device");
    if (seen.has(name)) refuse("expected it once, got it twice");
    seen.add(name);
    return take;
  };
  try {
    await (kind === "zip" ? unpackZip(file, takerOf) : unpackTar(file, takerOf));
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof EvalpoolError) throw cause;
    if (cause instanceof ContentError) throw new DataError(file, cause.message, { cause });
    throw new DataError(file, `not a readable archive: ${reasonOf(cause)}`, { cause });
  }
  const missing = [...wanted.keys()].find((name) => !seen.has(name));
  if (missing !== undefined) throw new DataError(file, `expected ${missing} in it, got none`);
}

/** Who takes a member, which is refused where it may not be there. */
export type TakerOf = (name: string, isFile: boolean) => TakeMember | undefined;

function isUnsafe(name: string): boolean {
  return /^(?:[\\/]|[a-z]:)/i.test(name) || name.split(/[\\/]/).includes("..");
}

/** zlib's numbers of errors are others than the system's. */
function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  return code?.startsWith("Z_") ? message : systemMessage(cause);
}

/** Read by modern-tar, as it comes. */
async function unpackTar(file: string, takerOf: TakerOf): Promise<void> {
  const { createTarDecoder } = await import("modern-tar");
  const decoder = createTarDecoder({ strict: true });
  const stopped = new AbortController();
  const feeding = feed(inflated(file), decoder.writable, stopped.signal);
  // It is told where it is waited for.
  feeding.catch(() => undefined);
  try {
    for await (const { header, body } of decoder.readable) {
      const take = takerOf(header.name, header.type === undefined || header.type === "file");
      if (take) await take(readUnless(feeding, body));
      else await body.cancel();
    }
    await feeding;
  } finally {
    stopped.abort();
    await feeding.catch(() => undefined);
  }
}

/** A member that is cut short waits for what never comes: modern-tar does not always end it. */
async function* readUnless(
  failing: Promise<void>,
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
  const reader = body.getReader();
  const failed = new Promise<never>((_, reject) => void failing.catch(reject));
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), failed]);
      if (done) return;
      yield value;
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

async function feed(
  content: AsyncIterable<Uint8Array>,
  into: WritableStream<Uint8Array>,
  stopped: AbortSignal,
): Promise<void> {
  const writer = into.getWriter();
  try {
    for await (const chunk of content) {
      if (stopped.aborted) return;
      await writer.write(chunk);
    }
    await writer.close();
  } catch (error) {
    // Not waited for: after a close that failed, it never ends.
    void writer.abort(error).catch(() => undefined);
    throw error;
  }
}

async function* inflated(file: string): AsyncGenerator<Uint8Array, void, void> {
  const gunzip = createGunzip();
  // What goes wrong in either comes out of gunzip.
  pipeline(createReadStream(file), gunzip, () => undefined);
  let length = 0;
  for await (const chunk of gunzip as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MOST_INFLATED) throw new Error(`it inflates to more than ${MOST_INFLATED} bytes`);
    yield chunk;
  }
}
