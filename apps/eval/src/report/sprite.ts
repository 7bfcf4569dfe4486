import type { OpenSplit } from "@evalpool/mnist/node";
import { encode } from "fast-png";
import { openImages } from "../read-images.js";
import type { SpriteLayout } from "./page-data.js";

/** Images in rows of one picture, about as many in a row as there are rows. */
export interface Sprite extends SpriteLayout {
  /** A grey-scale PNG; undefined where there are no images. */
  readonly png: Uint8Array | undefined;
}

/**
 * Reads only the images that are asked for.
 *
 * @param indices of the images
 * @throws {DataError} when the images' file has become shorter
 */
export function drawSprite({ images }: OpenSplit, indices: readonly number[]): Sprite {
  const [, height, width] = images.shape;
  const columns = Math.ceil(Math.sqrt(indices.length));
  const rows = columns === 0 ? 0 : Math.ceil(indices.length / columns);
  if (rows === 0) return { columns, rows, png: undefined };
  const canvas = new Uint8Array(rows * height * columns * width);
  const image = new Uint8Array(height * width);
  using reader = openImages("file" in images ? images : images.data, image.length);
  for (const [place, index] of indices.entries()) {
    reader.read(index, image);
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
