import type { Hash } from "node:crypto";
import { DataError } from "@evalpool/errors";
import type { OpenContent } from "@evalpool/files/node";

/** Bytes that are read at a time. */
const CHUNK = 2 ** 18;
/** Bytes that a line may have: 8 million pixels and more. */
const MOST = 2 ** 25;
const NEWLINE = 10;

/**
 * Text, some lines at a time, each with the `\n` that ends it; without a byte order mark. They are
 * valid until the next are asked for.
 *
 * The last line must end too: of one that does not nobody can say whether its last number is whole.
 *
 * @param hash told of all bytes
 * @throws {DataError} when a line is without end, or text is UTF-16
 */
export async function* wholeLines(
  content: OpenContent,
  file: string,
  hash?: Hash,
): AsyncGenerator<Buffer, void, void> {
  let buffer: Buffer = Buffer.allocUnsafe(CHUNK);
  let kept = 0;
  for (let before = 0; ;) {
    const length = kept + (await content.read(buffer.subarray(kept)));
    hash?.update(buffer.subarray(kept, length));
    const text = buffer.subarray(before === 0 ? markLength(buffer, length, file) : 0, length);
    const end = text.lastIndexOf(NEWLINE) + 1;
    if (end > 0) yield text.subarray(0, end);
    if (length < buffer.length) {
      if (end < text.length) throw new DataError(file, notEnded(text.subarray(end)));
      return;
    }
    const rest = text.subarray(end);
    before += length - rest.length;
    if (end === 0) buffer = larger(buffer, file, before);
    rest.copy(buffer);
    kept = rest.length;
  }
}

function larger(buffer: Buffer, file: string, before: number): Buffer {
  if (buffer.length < MOST) return Buffer.allocUnsafe(2 * buffer.length);
  const got = `got a longer one from byte ${before} on`;
  throw new DataError(file, `expected lines of at most ${MOST} bytes, ${got}`);
}

/** Of UTF-8. */
function markLength(buffer: Buffer, length: number, file: string): number {
  const [a, b, c] = length < 3 ? [] : buffer;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) {
    throw new DataError(file, "expected text in UTF-8, got UTF-16; save it as UTF-8");
  }
  return a === 0xef && b === 0xbb && c === 0xbf ? 3 : 0;
}

function notEnded(line: Buffer): string {
  if (line.includes(0)) return "expected text, got bytes of value 0 in the last line";
  return "the last line does not end, so the file may be cut short; if it is whole, add a line break";
}
