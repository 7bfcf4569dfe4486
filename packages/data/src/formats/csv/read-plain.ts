/** The code of `0`; that of digit d is `ZERO ^ d`. */
const ZERO = 48;

/**
 * Reads fields that are plain: one to three digits, at most 255. It takes most of the time of a file
 * of pixels, for which no library is fast enough: of those measured the best reads 45 MB/s, this
 * 500. Whatever else a row holds is left to `readFields`.
 *
 * @param end where the line ends: `\n` or `\r` stands there
 * @param into takes `count` values, from `first` on
 * @returns where the next field begins, `end + 1` behind the last; -1 where one is not plain
 */
export function readPlain(
  bytes: Uint8Array,
  start: number,
  end: number,
  delimiter: number,
  into: Uint8Array,
  first: number,
  count: number,
): number {
  let at = start;
  for (let i = first; i < first + count; i++) {
    let value = bytes[at]! ^ ZERO;
    if (value > 9) return -1;
    let next = bytes[at + 1]!;
    at += 2;
    // Behind the end of the line a digit may stand, but not in its place.
    if (next !== delimiter && at <= end) {
      const tens = next ^ ZERO;
      if (tens > 9) return -1;
      value = 10 * value + tens;
      next = bytes[at++]!;
      if (next !== delimiter && at <= end) {
        const ones = next ^ ZERO;
        if (ones > 9) return -1;
        value = 10 * value + ones;
        next = bytes[at++]!;
        if (value > 255 || (next !== delimiter && at <= end)) return -1;
      }
    }
    into[i] = value;
    if (at > end && i + 1 < first + count) return -1;
  }
  return at;
}
