import { constants, type BigIntStats } from "node:fs";
import { open, readlink, stat, type FileHandle } from "node:fs/promises";
import { DataError } from "@evalpool/errors";
import { directoryKind } from "./directory-kind.js";
import { systemMessage } from "./system-message.js";

/** Makes the error that refuses a file, of the caller's own class. */
export type ToError = (reason: string, options?: ErrorOptions) => Error;

/** A regular file that is open for reading. */
export interface OpenFile extends AsyncDisposable {
  readonly handle: FileHandle;
  /** Of the open file, whatever its name means by now. */
  readonly stats: BigIntStats;
}

/** Of a FIFO, `O_NONBLOCK` does not wait for someone who writes to it. */
export const READ_FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/**
 * Opens a file that may be read to its end: a FIFO, a device, a socket or a directory is refused.
 *
 * @throws what `toError` makes of the reason (default: a DataError)
 */
export async function openRegular(
  file: string,
  toError: ToError = (reason, options) => new DataError(file, reason, options),
): Promise<OpenFile> {
  const handle = await open(file, READ_FLAGS).catch(async (cause: unknown) => {
    // A socket cannot even be opened.
    const found = await stat(file, { bigint: true }).catch(() => undefined);
    const isOther = found && !found.isFile();
    throw toError(isOther ? notRegular(file, found) : await whyNot(file, cause), { cause });
  });
  const stats = await handle.stat({ bigint: true });
  if (stats.isFile()) {
    return { handle, stats, [Symbol.asyncDispose]: () => handle.close() };
  }
  await handle.close();
  throw toError(notRegular(file, stats));
}

/** What the system says, and where a link leads that leads nowhere. */
async function whyNot(file: string, cause: unknown): Promise<string> {
  const message = systemMessage(cause);
  if ((cause as NodeJS.ErrnoException).code !== "ENOENT") return message;
  const target = await readlink(file).catch(() => undefined);
  return target === undefined ? message : `a link to ${target}: ${message}`;
}

function notRegular(file: string, stats: BigIntStats): string {
  return `expected a regular file, got ${kindOf(file, stats)}`;
}

function kindOf(file: string, stats: BigIntStats): string {
  if (stats.isDirectory()) return directoryKind(file);
  if (stats.isFIFO()) return "a named pipe (FIFO)";
  if (stats.isSocket()) return "a socket";
  return stats.isBlockDevice() ? "a block device" : "a character device";
}
