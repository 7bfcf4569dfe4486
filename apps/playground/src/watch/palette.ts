import { signal, type ReadonlySignal } from "@preact/signals";
import type { Palette, Pixel } from "./paint-values.js";

type Color = readonly [red: number, green: number, blue: number];

/** Shades on either side of 0. */
const SHADES = 127;

const current = signal(readPalette());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  current.value = readPalette();
});

/** What values are drawn with, as the page's colours are now. */
export const palette: ReadonlySignal<Palette> = current;

function readPalette(): Palette {
  const middle = colorOf("--raised");
  const negative = colorOf("--negative");
  const positive = colorOf("--positive");
  const shades = Uint32Array.from({ length: 2 * SHADES + 1 }, (_, i) => {
    const share = (i - SHADES) / SHADES;
    return mix(middle, share < 0 ? negative : positive, Math.abs(share));
  });
  const grays = Uint32Array.from({ length: 256 }, (_, v) => toPixel([v, v, v]));
  return { shades, grays, line: toPixel(colorOf("--faint")), frame: toPixel(colorOf("--line")) };
}

/** A colour of the page, however it is written. */
function colorOf(name: string): Color {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext("2d");
  if (context === null) return [0, 0, 0];
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name);
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

function mix(from: Color, to: Color, share: number): Pixel {
  const [red, green, blue] = from.map((value, i) => {
    return Math.round(value + ((to[i] ?? 0) - value) * share);
  });
  return toPixel([red ?? 0, green ?? 0, blue ?? 0]);
}

/** Opaque, as little-endian memory has it. */
function toPixel([red, green, blue]: Color): Pixel {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
