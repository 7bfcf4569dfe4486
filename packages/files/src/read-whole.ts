import { fstatSync } from "node:fs";
import { DataError } from "@evalpool/errors";
import { openRegular, type ToError } from "./open-regular.js";
import { systemMessage } from "./system-message.js";

/** Bytes that a pipe may give: it is held twice when it ends, and does not say its size before. */
const MOST_OF_A_PIPE = 2 ** 28;

/** How much is read at most, and how it is refused. */
export interface ReadWholeOptions {
  /** Bytes that the file may have. */
  readonly maxBytes: number;
  /** Makes the error that refuses it (default: a DataError). */
  readonly toError?: ToError | undefined;
  /** Stops waiting for what a pipe gives. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a file whose size is known and bounded. A pipe is read where the shell handed it over, as
 * `/dev/stdin` or `<(…)`, up to that bound or 256 MiB; by its name a FIFO is refused, for nobody may
 * ever write to it.
 *
 * @throws what `toError` makes of the reason; `signal.reason` when aborted
 */
export async function readWhole(
  file: string,
  {
    maxBytes,
    toError = (reason, options) => new DataError(file, reason, options),
    signal,
  }: ReadWholeOptions,
): Promise<Buffer> {
  const descriptor = inheritedPipe(file);
  if (descriptor !== undefined) {
    return readPipe(descriptor, Math.min(maxBytes, MOST_OF_A_PIPE), toError, signal);
  }
  await using open = await openRegular(file, toError);
  const size = Number(open.stats.size);
  if (size > maxBytes) {
    throw toError(`expected at most ${bytes(maxBytes)}, got ${bytes(size)}`);
  }
  // One more than it should have, to notice when it has more.
  const content = Buffer.allocUnsafe(size + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await open.handle.read(content, length).catch((cause: unknown) => {
      throw toError(systemMessage(cause), { cause });
    });
    length += bytesRead;
    if (bytesRead === 0 || length > size) break;
  }
  if (length !== size) {
    const got = length > size ? "more" : `${length}`;
    throw toError(`expected ${bytes(size)}, its size, got ${got}; it changes while it is read`);
  }
  return content.subarray(0, size);
}

/** The descriptor that a path names, where that is a pipe which this process was started with. */
function inheritedPipe(file: string): number | undefined {
  const [, number] = /^\/(?:dev|proc\/self)\/fd\/(\d{1,9})$/.exec(file) ?? [];
  const descriptor = file === "/dev/stdin" ? 0 : Number(number);
  try {
    const stats = fstatSync(descriptor);
    return stats.isFIFO() || stats.isSocket() ? descriptor : undefined;
  } catch {
    // A path like any other, or a descriptor that is not open: opening it tells.
    return undefined;
  }
}

async function readPipe(
  fd: number,
  maxBytes: number,
  toError: ToError,
  signal: AbortSignal | undefined,
): Promise<Buffer> {
  const { Socket } = await import("node:net");
  const chunks: Buffer[] = [];
  let received = 0;
  try {
    for await (const chunk of new Socket({ fd, writable: false, ...(signal && { signal }) })) {
      received += (chunk as Buffer).length;
      if (received > maxBytes) break;
      chunks.push(chunk as Buffer);
    }
  } catch (cause) {
    signal?.throwIfAborted();
    throw toError(systemMessage(cause), { cause });
  }
  if (received > maxBytes) {
    throw toError(`expected at most ${bytes(maxBytes)} of a pipe, got more; save it to a file`);
  }
  return Buffer.concat(chunks);
}

function bytes(count: number): string {
  return `${count.toLocaleString("en-US")} bytes`;
}
