import { encode } from "fast-png";
import type { SpriteLayout } from "./page-data.js";

/** Images in rows of one picture, about as many in a row as there are rows. */
export interface Sprite extends SpriteLayout {
  /** A grey-scale PNG; undefined where there are no images. */
  readonly png: Uint8Array | undefined;
}

/** Grey images of one size, read one by one. */
export interface ImagePixels {
  readonly height: number;
  readonly width: number;
  /** Copies the image of that index: bytes, 0 to 255, row by row. */
  readonly read: (index: number, into: Uint8Array) => void;
}

/** Reads only the images of these indices. */
export function drawSprite(
  { height, width, read }: ImagePixels,
  indices: readonly number[],
): Sprite {
  const columns = Math.ceil(Math.sqrt(indices.length));
  const rows = columns === 0 ? 0 : Math.ceil(indices.length / columns);
  if (rows === 0) return { columns, rows, png: undefined };
  const canvas = new Uint8Array(rows * height * columns * width);
  const image = new Uint8Array(height * width);
  for (const [place, index] of indices.entries()) {
    read(index, image);
    const top = Math.floor(place / columns) * height;
    const left = (place % columns) * width;
    for (let y = 0; y < height; y++) {
      const line = image.subarray(y * width, (y + 1) * width);
      canvas.set(line, (top + y) * columns * width + left);
    }
  }
  const size = { width: columns * width, height: rows * height };
  return {
    columns,
    rows,
    png: encode({ ...size, data: canvas, channels: 1 }, { zlib: { level: 9 } }),
  };
}
