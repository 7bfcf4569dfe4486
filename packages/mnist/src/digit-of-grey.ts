import { UsageError } from "@evalpool/errors";
import { centerByMass, SIDE } from "./synthetic/center-by-mass.js";
import { BOX } from "./synthetic/draw-strokes.js";

/**
 * Makes a digit of MNIST's of a picture of one: what is around its ink is cut off, the ink scaled to
 * fit a 20×20 box, aspect kept, by the mean of the pixels that come together or by linear
 * interpolation, and centred by its mass. A picture of 28×28 is taken for such a digit already.
 *
 * @param pixels `[height, width]`, row-major: 0, which alone is paper, to 255 (ink)
 * @returns `[28, 28]`, 0 (paper) to 255 (ink); all paper where there is no ink
 * @throws {UsageError} when the pixels are not as many as the size says
 */
export function digitOfGrey(
  pixels: GreyPixels,
  height: number,
  width: number,
): Uint8Array<ArrayBuffer> {
  if (pixels.length !== height * width) {
    const size = `${height} × ${width}`;
    throw new UsageError(`expected ${height * width} pixels of ${size}, got ${pixels.length}`);
  }
  if (height === SIDE && width === SIDE) return Uint8Array.from(pixels);
  const image = new Uint8Array(SIDE * SIDE);
  const ink = findInk(pixels, height, width);
  if (ink) centerByMass(scaleToBox(pixels, width, ink), image);
  return image;
}

/** As they are read of a file, or of a canvas. */
type GreyPixels = Uint8Array | Uint8ClampedArray;

/** Rows and columns that hold ink. */
interface Ink {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

function findInk(pixels: GreyPixels, height: number, width: number): Ink | undefined {
  let [top, bottom, left, right] = [height, -1, width, -1];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      if (pixels[row * width + column] === 0) continue;
      top = Math.min(top, row);
      bottom = row;
      left = Math.min(left, column);
      right = Math.max(right, column);
    }
  }
  if (bottom === -1) return undefined;
  return { top, left, height: bottom - top + 1, width: right - left + 1 };
}

/** @returns `[20, 20]`, the ink in its upper left corner, as long as the box on its longer side */
function scaleToBox(pixels: GreyPixels, stride: number, ink: Ink): Uint8Array {
  const scale = BOX / Math.max(ink.height, ink.width);
  const down = tapsOf(ink.height, scale);
  const across = tapsOf(ink.width, scale);
  const greys = new Uint8Array(BOX * BOX);
  for (const [row, rows] of down.entries()) {
    for (const [column, columns] of across.entries()) {
      let grey = 0;
      for (const { at: y, weight: ofRow } of rows) {
        const line = (ink.top + y) * stride + ink.left;
        for (const { at: x, weight } of columns) grey += ofRow * weight * (pixels[line + x] ?? 0);
      }
      greys[row * BOX + column] = Math.floor(grey + 0.5);
    }
  }
  return greys;
}

/** How much of a pixel of the ink a pixel of the box has. */
interface Tap {
  readonly at: number;
  readonly weight: number;
}

/** Of each pixel along a side of the box; what lies beyond the ink is paper, and has no part. */
function tapsOf(length: number, scale: number): Tap[][] {
  const taps = scale < 1 ? averaged : interpolated;
  return Array.from({ length: BOX }, (_, i) =>
    taps(i, scale).filter(({ at, weight }) => at >= 0 && at < length && weight > 0),
  );
}

/** All that the pixel covers, each as far as it is covered. */
function averaged(i: number, scale: number): Tap[] {
  const start = i / scale;
  const end = (i + 1) / scale;
  const first = Math.floor(start);
  return Array.from({ length: Math.ceil(end) - first }, (_, k) => {
    const at = first + k;
    return { at, weight: (Math.min(at + 1, end) - Math.max(at, start)) * scale };
  });
}

/** The two whose centres its own lies between, the nearer the more. */
function interpolated(i: number, scale: number): Tap[] {
  const center = (i + 0.5) / scale - 0.5;
  const at = Math.floor(center);
  return [
    { at, weight: at + 1 - center },
    { at: at + 1, weight: center - at },
  ];
}
