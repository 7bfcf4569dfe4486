import type { Resize } from "../preprocess.js";

/*
 * Bilinear resampling over bytes as Pillow's `Image.resize(size, BILINEAR)`: a triangle as wide as
 * what one pixel becomes of, so that images that are made smaller are averaged; first along rows,
 * then along columns, each rounded to bytes; weights are whole numbers of 22 bits behind the point.
 */

const PRECISION = 22;

/** Weights of the pixels that one pixel is made of. */
interface Taps {
  readonly first: number;
  readonly weights: Int32Array;
}

/** Height and width before what is too much is cut off. */
export function resizedShape(
  { height, width, crop }: Resize,
  fromHeight: number,
  fromWidth: number,
): readonly [height: number, width: number] {
  if (!crop) return [height, width];
  const scale = Math.max(height / fromHeight, width / fromWidth);
  return [
    Math.max(height, Math.round(fromHeight * scale)),
    Math.max(width, Math.round(fromWidth * scale)),
  ];
}

/**
 * Prepares the resizing of one channel.
 *
 * @param full height and width before the middle of `wanted` is cut out
 */
export function resizePlane(
  full: readonly [height: number, width: number],
  wanted: Resize,
  height: number,
  width: number,
): (from: Uint8Array, into: Uint8Array) => void {
  const rows = middle(tapsAlong(height, full[0]), wanted.height);
  const columns = middle(tapsAlong(width, full[1]), wanted.width);
  const between = new Uint8Array(height * columns.length);
  return (from, into) => {
    for (let y = 0, at = 0; y < height; y++) {
      for (const taps of columns) between[at++] = sum(from, taps, y * width, 1);
    }
    for (let y = 0, at = 0; y < rows.length; y++) {
      for (let x = 0; x < columns.length; x++) {
        into[at++] = sum(between, rows[y]!, x, columns.length);
      }
    }
  };
}

function middle(taps: readonly Taps[], length: number): readonly Taps[] {
  const start = Math.floor((taps.length - length) / 2);
  return taps.slice(start, start + length);
}

function tapsAlong(from: number, to: number): Taps[] {
  if (from === to) {
    return Array.from({ length: to }, (_, i) => ({ first: i, weights: Int32Array.of(ONE) }));
  }
  const scale = from / to;
  const reach = Math.max(1, scale);
  return Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - reach + 0.5));
    const end = Math.min(from, Math.trunc(centre + reach + 0.5));
    const weights = Array.from({ length: end - first }, (_, x) =>
      Math.max(0, 1 - Math.abs((x + first - centre + 0.5) / reach)),
    );
    const total = weights.reduce((a, b) => a + b, 0);
    return { first, weights: Int32Array.from(weights, (w) => Math.trunc(0.5 + (w / total) * ONE)) };
  });
}

const ONE = 1 << PRECISION;

function sum(bytes: Uint8Array, { first, weights }: Taps, start: number, stride: number): number {
  let total = ONE >> 1;
  for (let i = 0; i < weights.length; i++) {
    total += weights[i]! * bytes[start + (first + i) * stride]!;
  }
  return Math.min(255, total >> PRECISION);
}
