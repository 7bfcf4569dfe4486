import type { MapShape } from "@evalpool/tensor";
import type { Floats } from "../floats.js";
import type { Arithmetic } from "./arithmetic.js";

export const plainPool: Pick<Arithmetic, "poolPairs" | "poolPairsGradient"> = {
  poolPairs(x, input, count, y) {
    let at = 0;
    for (let pair = 0; pair < pairsOf(input, count); pair++) {
      for (let c = 0; c < input.channels; c++) y[at++] = x[largest(x, input, pair, c)]!;
    }
  },
  poolPairsGradient(dy, x, _, input, count, dx) {
    dx.fill(0, 0, count * input.height * input.width * input.channels);
    let at = 0;
    for (let pair = 0; pair < pairsOf(input, count); pair++) {
      for (let c = 0; c < input.channels; c++) dx[largest(x, input, pair, c)] = dy[at++]!;
    }
  },
};

function pairsOf({ height, width }: MapShape, count: number): number {
  return count * Math.floor(height / 2) * Math.floor(width / 2);
}

/** Where the first of the largest of four pixels lies. */
function largest(
  x: Floats,
  { channels, height, width }: MapShape,
  pair: number,
  channel: number,
): number {
  const [rows, columns] = [height >> 1, width >> 1];
  const image = Math.floor(pair / (rows * columns));
  const row = Math.floor(pair / columns) % rows;
  const pixel = (image * height + 2 * row) * width + 2 * (pair % columns);
  const first = pixel * channels + channel;
  let best = first;
  for (const step of [channels, width * channels, (width + 1) * channels]) {
    if (x[first + step]! > x[best]!) best = first + step;
  }
  return best;
}
