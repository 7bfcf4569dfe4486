import { openRegular, systemMessage, type ToError } from "@evalpool/files/node";

/** Bytes read at a time, beside what is left of a line. */
const CHUNK = 2 ** 16;

/**
 * The lines of a regular file, without their ends and the mark of UTF-8 that may be before them: of a
 * file of any size, one after the other.
 *
 * @param maxBytes of a line
 * @throws what `toError` makes of the reason, and of the line's number where it is one's fault
 */
export async function* readLines(
  file: string,
  maxBytes: number,
  toError: (reason: string, options?: ErrorOptions, line?: number) => Error,
): AsyncGenerator<string> {
  const refuse: ToError = (reason, options) => toError(reason, options);
  await using open = await openRegular(file, refuse);
  const buffer = Buffer.alloc(maxBytes + CHUNK);
  let filled = 0;
  for (let line = 1; ;) {
    const { bytesRead } = await open.handle.read(buffer, filled).catch((cause: unknown) => {
      throw toError(systemMessage(cause), { cause });
    });
    filled += bytesRead;
    const content = buffer.subarray(0, filled);
    let start = 0;
    for (;;) {
      const found = content.indexOf("\n", start);
      // The last line may do without an end.
      const end = found === -1 && bytesRead === 0 ? filled : found;
      if ((end === -1 ? filled : end) - start > maxBytes) {
        throw toError(`expected at most ${maxBytes} bytes, got more`, undefined, line);
      }
      if (end === -1 || start === filled) break;
      const text = content.toString("utf8", start, end);
      yield line === 1 ? text.replace(/^\ufeff/, "") : text;
      line += 1;
      start = Math.min(end + 1, filled);
    }
    if (bytesRead === 0) return;
    buffer.copyWithin(0, start, filled);
    filled -= start;
  }
}
