import type { Floats } from "./layer.js";

/** The terms of a sum of scaled rows: where each row starts, and its factor. */
export interface Terms {
  readonly offsets: Uint32Array;
  readonly factors: Floats;
}

/**
 * Adds a sum of scaled rows to one row: `out[at + j] += Σᵢ factors[i] · source[offsets[i] + j]`
 * for `width` values and the first `count` terms. Eight terms go at once, so that the row is
 * stored once for all of them.
 */
export function addScaledRows(
  out: Floats,
  at: number,
  width: number,
  source: Floats,
  { offsets, factors }: Terms,
  count: number,
): void {
  const whole = count - (count % 8);
  for (let i = 0; i < whole; i += 8) addEight(out, at, width, source, offsets, factors, i);
  for (let i = whole; i < count; i++) {
    const row = offsets[i]!;
    const factor = factors[i]!;
    for (let j = 0; j < width; j++) out[at + j]! += factor * source[row + j]!;
  }
}

function addEight(
  out: Floats,
  at: number,
  width: number,
  source: Floats,
  offsets: Uint32Array,
  factors: Floats,
  first: number,
): void {
  const a = offsets[first]!;
  const b = offsets[first + 1]!;
  const c = offsets[first + 2]!;
  const d = offsets[first + 3]!;
  const e = offsets[first + 4]!;
  const f = offsets[first + 5]!;
  const g = offsets[first + 6]!;
  const h = offsets[first + 7]!;
  const fa = factors[first]!;
  const fb = factors[first + 1]!;
  const fc = factors[first + 2]!;
  const fd = factors[first + 3]!;
  const fe = factors[first + 4]!;
  const ff = factors[first + 5]!;
  const fg = factors[first + 6]!;
  const fh = factors[first + 7]!;
  for (let j = 0; j < width; j++) {
    out[at + j]! +=
      fa * source[a + j]! +
      fb * source[b + j]! +
      fc * source[c + j]! +
      fd * source[d + j]! +
      fe * source[e + j]! +
      ff * source[f + j]! +
      fg * source[g + j]! +
      fh * source[h + j]!;
  }
}
