import { required } from "@evalpool/errors";
import { encode } from "fast-png";
import { SCALE, type Sheet } from "./sheet-layout.js";

const PAPER = 255;
const INK = 0;

/** Digits 0 to 9 in 3×5 pixels, row by row: labels are numbers, and a font would weigh megabytes. */
const GLYPHS = [
  "###|#.#|#.#|#.#|###",
  ".#.|##.|.#.|.#.|###",
  "###|..#|###|#..|###",
  "###|..#|.##|..#|###",
  "#.#|#.#|###|..#|..#",
  "###|#..|###|..#|###",
  "###|#..|###|#.#|###",
  "###|..#|.#.|.#.|.#.",
  "###|#.#|###|#.#|###",
  "###|#.#|###|..#|###",
].map((rows) => Uint8Array.from(rows.replaceAll("|", ""), (pixel) => (pixel === "#" ? 1 : 0)));

const GLYPH = { width: 3, height: 5, advance: 4 } as const;

/** A grey-scale canvas. */
interface Raster {
  readonly width: number;
  readonly data: Uint8Array;
}

/** A sheet as a grey-scale PNG, labels below their images. */
export function sheetToPng(sheet: Sheet): Uint8Array {
  const raster = rasterize(sheet);
  for (const { label, left, top, width, height } of sheet.cells) {
    const digits = Array.from(String(label), Number);
    const free = width - SCALE * (GLYPH.advance * digits.length - 1);
    const start = left + Math.max(0, Math.floor(free / 2));
    for (const [i, digit] of digits.entries()) {
      const pixels = required(GLYPHS[digit], `digit ${digit}`).map((isInk) =>
        isInk === 1 ? INK : PAPER,
      );
      const at = start + SCALE * GLYPH.advance * i;
      paint(raster, pixels, GLYPH.width, at, top + height + 2 * SCALE);
    }
  }
  return toPng(raster);
}

/** The same without labels. */
export function imagesToPng(sheet: Sheet): Uint8Array {
  return toPng(rasterize(sheet));
}

function rasterize({ width, height, cells }: Sheet): Raster {
  const raster = { width, data: new Uint8Array(width * height).fill(PAPER) };
  for (const { image, imageWidth, left, top } of cells) paint(raster, image, imageWidth, left, top);
  return raster;
}

/** Each pixel as a square of `SCALE`. */
function paint(
  { width, data }: Raster,
  pixels: Uint8Array,
  pixelsWidth: number,
  left: number,
  top: number,
): void {
  for (const [i, pixel] of pixels.entries()) {
    const x = left + SCALE * (i % pixelsWidth);
    const y = top + SCALE * Math.floor(i / pixelsWidth);
    for (let dy = 0; dy < SCALE; dy++) {
      const start = (y + dy) * width + x;
      data.fill(pixel, start, start + SCALE);
    }
  }
}

function toPng({ width, data }: Raster): Uint8Array {
  return encode({ width, height: data.length / width, data, channels: 1 });
}
