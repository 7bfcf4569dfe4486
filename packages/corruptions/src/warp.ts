import { toByte, type Corrupt, type Shape } from "./kind.js";

/** Rows of a matrix that takes an offset (x, y) from the centre, after to before. */
export type Matrix = readonly [readonly [number, number], readonly [number, number]];

/**
 * Prepares moving each pixel from where a matrix says that it was, about the centre of the image,
 * as scikit-image's `warp(image, inverse_map)` does: bilinear, zeros outside.
 */
export function warp([[xx, xy], [yx, yy]]: Matrix, shape: Shape): Corrupt {
  const [channels, height, width] = shape;
  const middleX = (width - 1) / 2;
  const middleY = (height - 1) / 2;
  return (image, into) => {
    for (let c = 0, to = 0; c < channels; c++) {
      const plane = image.subarray(c * height * width, (c + 1) * height * width);
      for (let y = 0; y < height; y++) {
        const dy = y - middleY;
        for (let x = 0; x < width; x++) {
          const dx = x - middleX;
          const fromX = middleX + xx * dx + xy * dy;
          const fromY = middleY + yx * dx + yy * dy;
          into[to++] = toByte(valueAt(plane, height, width, fromX, fromY));
        }
      }
    }
  };
}

/** The value of a plane between its pixels. */
function valueAt(plane: Uint8Array, height: number, width: number, x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const right = x - left;
  const down = y - top;
  if (left < -1 || top < -1 || left >= width || top >= height) return 0;
  const at = top * width + left;
  const hasLeft = left >= 0;
  const hasRight = left + 1 < width;
  let above = 0;
  if (top >= 0) {
    if (hasLeft) above += plane[at]! * (1 - right);
    if (hasRight) above += plane[at + 1]! * right;
  }
  let below = 0;
  if (top + 1 < height) {
    if (hasLeft) below += plane[at + width]! * (1 - right);
    if (hasRight) below += plane[at + width + 1]! * right;
  }
  return above * (1 - down) + below * down;
}
