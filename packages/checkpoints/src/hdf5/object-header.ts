/** Of all parts of an object's header, in bytes: one with thousands of links and attributes. */
const LARGEST_HEADER = 2 ** 20;

/** Of a message in a header of version 2: its type, size and flags. */
const MESSAGE = 4;
const CONTINUATION = 0x10;

/**
 * Refuses a header of version 2 whose parts are larger together than any is, as where parts that lead
 * to parts lie over each other: jsfive reads them all, however often (HDF5 File Format Specification
 * 3.0, IV.A.1.b).
 *
 * @param at where the header begins
 * @returns the bytes of its parts
 * @throws {RangeError}
 */
export function requireSmallHeader(view: DataView, at: number): number {
  const flags = view.getUint8(at + 5);
  const order = (flags & 0x04) !== 0 ? 2 : 0;
  const times = (flags & 0x20) !== 0 ? 16 : 0;
  const first = at + 6 + times;
  const width = 1 << (flags & 3);
  const parts = [{ start: first + width, length: readLength(view, first, width) }];
  const seen = new Set<number>();
  let total = 0;
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    if (seen.has(part.start)) continue;
    seen.add(part.start);
    total += part.length;
    if (total > LARGEST_HEADER) {
      throw new RangeError(`an object's header of more than ${LARGEST_HEADER} bytes`);
    }
    for (let i = part.start; i < part.start + part.length - MESSAGE;) {
      const body = i + MESSAGE + order;
      if (view.getUint8(i) === CONTINUATION) {
        // A part begins with its signature, and its length counts it.
        const start = readLength(view, body, 8) + 4;
        parts.push({ start, length: readLength(view, body + 8, 8) - 4 });
      }
      i = body + view.getUint16(i + 1, true);
    }
  }
  return total;
}

function readLength(view: DataView, at: number, width: number): number {
  if (width === 8) return Number(view.getBigUint64(at, true));
  if (width === 4) return view.getUint32(at, true);
  return width === 2 ? view.getUint16(at, true) : view.getUint8(at);
}
