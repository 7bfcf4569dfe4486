import { cornerOf, type FigureLayout } from "./figure-layout.js";
import type { ValueRange, Values } from "./value-range.js";

/** A colour as `ImageData` holds it, in one number: alpha, blue, green, red from the highest byte. */
export type Pixel = number;

/** What values are drawn with. */
export interface Palette {
  /** Of a value by its share of the greatest magnitude: from -1 over 0 in the middle to 1. */
  readonly shades: Uint32Array;
  /** Of an image, from its least to its greatest value. */
  readonly grays: Uint32Array;
  /** Where bars stand on. */
  readonly line: Pixel;
  /** Around each map. */
  readonly frame: Pixel;
}

/** A canvas's pixels, row by row. */
export interface Surface {
  readonly pixels: Uint32Array;
  readonly width: number;
}

/** Draws the values that a layout shows, scaled to their range, on a surface of its size. */
export function paintValues(
  surface: Surface,
  layout: FigureLayout,
  values: Values,
  range: ValueRange,
  palette: Palette,
): void {
  surface.pixels.fill(0);
  if (layout.figure.kind === "bars") paintBars(surface, layout, values, range, palette);
  else paintMaps(surface, layout, values, shaderOf(layout, range, palette), palette.frame);
}

/** Upwards from a line where a value is positive, downwards where it is negative. */
function paintBars(
  surface: Surface,
  layout: FigureLayout,
  values: Values,
  { low, high }: ValueRange,
  { shades, line }: Palette,
): void {
  const { shown, cell, itemHeight } = layout;
  const [bottom, top] = [Math.min(low, 0), Math.max(high, 0)];
  const scale = top > bottom ? (itemHeight - 1) / (top - bottom) : 0;
  const zero = Math.round(top * scale);
  const [negative = 0, positive = 0] = [shades[0], shades[shades.length - 1]];
  // Thin bars stand apart by a pixel.
  const width = cell - 1;
  for (let item = 0; item < shown; item++) {
    const [x, y] = cornerOf(layout, item);
    const value = finite(values[item]);
    const length = Math.round(value * scale);
    const from = y + zero - Math.max(length, 0);
    fill(surface, [x, from, width, Math.abs(length)], value < 0 ? negative : positive);
    fill(surface, [x, y + zero, cell, 1], line);
  }
}

function paintMaps(
  surface: Surface,
  layout: FigureLayout,
  values: Values,
  shade: (value: number) => Pixel,
  frame: Pixel,
): void {
  const { figure, shown, cell, itemWidth, itemHeight } = layout;
  let at = 0;
  for (let item = 0; item < shown; item++) {
    const [x, y] = cornerOf(layout, item);
    fill(surface, [x - 1, y - 1, itemWidth + 2, itemHeight + 2], frame);
    for (let row = 0; row < figure.height; row++) {
      for (let column = 0; column < figure.width; column++, at++) {
        const place = [x + column * cell, y + row * cell, cell, cell] as const;
        fill(surface, place, shade(finite(values[at])));
      }
    }
  }
}

function shaderOf(
  { figure }: FigureLayout,
  { low, high }: ValueRange,
  { shades, grays }: Palette,
): (value: number) => Pixel {
  if (figure.kind === "image") {
    const scale = high > low ? (grays.length - 1) / (high - low) : 0;
    return (value) => grays[Math.round((value - low) * scale)] ?? 0;
  }
  const middle = (shades.length - 1) / 2;
  const most = Math.max(-low, high);
  const scale = most > 0 ? middle / most : 0;
  return (value) => shades[Math.round(middle + value * scale)] ?? 0;
}

function fill(
  { pixels, width }: Surface,
  [x, y, across, down]: readonly [number, number, number, number],
  color: Pixel,
): void {
  for (let row = y; row < y + down; row++) {
    const start = row * width + x;
    // A few pixels at a time: a loop is faster than `fill`.
    for (let i = start; i < start + across; i++) pixels[i] = color;
  }
}

/** What is not finite is drawn as 0, and told in the range. */
function finite(value = 0): number {
  return Number.isFinite(value) ? value : 0;
}
