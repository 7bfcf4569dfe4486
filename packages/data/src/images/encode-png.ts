import { pngFile } from "./png-file.js";

/** Colour types (PNG 3rd edition, 11.2.1), by the number of channels. */
const COLOUR_TYPES = { 1: 0, 3: 2 } as const;

/**
 * Encodes an image as PNG of 8 bits, gray or RGB. Its rows are not filtered, which is best for drawings
 * such as digits.
 *
 * @param planes `[C, H, W]`
 */
export function encodePng(
  planes: Uint8Array,
  [channels, height, width]: readonly [channels: 1 | 3, height: number, width: number],
): Buffer {
  const rows = rowsOf(planes, channels, height, width);
  return pngFile({ height, width, colourType: COLOUR_TYPES[channels] }, rows);
}

/** Each begins with its filter, which is 0: none. */
function rowsOf(planes: Uint8Array, channels: number, height: number, width: number): Uint8Array {
  const rows = new Uint8Array(height * (1 + width * channels));
  let at = 0;
  for (let y = 0; y < height; y++) {
    at++;
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) rows[at++] = planes[(c * height + y) * width + x]!;
    }
  }
  return rows;
}
