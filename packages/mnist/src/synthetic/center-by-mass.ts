import { BOX } from "./draw-strokes.js";

/** Side of an image in pixels. */
export const SIDE = 28;
/** The pixel that MNIST's centres of mass are nearest to: their mean is (14.00, 14.00). */
const CENTER = 14;

/**
 * Copies a box's ink into an empty image by whole pixels, its centre of mass as near to the centre
 * as it goes without losing ink at the border.
 *
 * @param greys `[20, 20]`
 * @param size the ink's, from the upper left corner of the box, in pixels
 * @param image `[28, 28]`
 */
export function centerByMass(
  greys: Uint8Array,
  size: { readonly width: number; readonly height: number },
  image: Uint8Array,
): void {
  let mass = 0;
  let columnMoment = 0;
  let rowMoment = 0;
  for (let pixel = 0; pixel < greys.length; pixel++) {
    const grey = greys[pixel]!;
    mass += grey;
    columnMoment += grey * (pixel % BOX);
    rowMoment += grey * Math.floor(pixel / BOX);
  }
  const right = offset(columnMoment / mass, size.width);
  const down = offset(rowMoment / mass, size.height);
  for (let pixel = 0; pixel < greys.length; pixel++) {
    if (greys[pixel] === 0) continue; // the box itself may reach over the border
    const row = Math.floor(pixel / BOX) + down;
    image[row * SIDE + (pixel % BOX) + right] = greys[pixel]!;
  }
}

function offset(centerOfMass: number, length: number): number {
  const wanted = Math.floor(CENTER - centerOfMass + 0.5);
  return Math.max(0, Math.min(SIDE - Math.ceil(length), wanted));
}
