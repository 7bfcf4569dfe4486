import type { Floats } from "./floats.js";

/** A stack of equal planes: the channels of one image. */
export interface ImageShape {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/**
 * Copies one image moved by whole pixels, `down` and `right` (negative: up and left). What leaves
 * the frame is lost, what comes in is 0.
 *
 * @param from index of the image's first pixel in `source`
 * @param to the same in `target`
 */
export function copyShifted(
  source: ArrayLike<number>,
  from: number,
  target: Floats,
  to: number,
  { channels, height, width }: ImageShape,
  down: number,
  right: number,
): void {
  const first = Math.max(0, right);
  const last = Math.min(width, width + right);
  target.fill(0, to, to + channels * height * width);
  for (let row = 0; row < channels * height; row++) {
    const y = (row % height) - down;
    if (y < 0 || y >= height) continue;
    const sourceRow = from + (row - down) * width - right;
    const targetRow = to + row * width;
    for (let x = first; x < last; x++) target[targetRow + x] = source[sourceRow + x]!;
  }
}
