import { BOX } from "./draw-strokes.js";

/** Side of an image in pixels. */
export const SIDE = 28;
/** The pixel that MNIST's centres of mass are nearest to: their mean is (14.00, 14.00). */
const CENTER = 14;

/**
 * Copies a box's ink into an empty image by whole pixels, its centre of mass as near to the centre
 * as it goes without losing ink at the border. Of all paper the image stays empty.
 *
 * @param greys `[20, 20]`
 * @param image `[28, 28]`
 */
export function centerByMass(greys: Uint8Array, image: Uint8Array): void {
  const columns = new Float64Array(BOX);
  const rows = new Float64Array(BOX);
  for (let pixel = 0; pixel < greys.length; pixel++) {
    columns[pixel % BOX]! += greys[pixel]!;
    rows[Math.floor(pixel / BOX)]! += greys[pixel]!;
  }
  const right = offset(columns);
  const down = offset(rows);
  for (let pixel = 0; pixel < greys.length; pixel++) {
    if (greys[pixel] === 0) continue; // the box itself may reach over the border
    const row = Math.floor(pixel / BOX) + down;
    image[row * SIDE + (pixel % BOX) + right] = greys[pixel]!;
  }
}

/**
 * How far to move along one axis, given the ink at each place of it. What holds ink is told by the
 * pixels: strokes may end in a pixel too faintly to leave any.
 */
function offset(ink: Float64Array): number {
  let mass = 0;
  let moment = 0;
  for (let at = 0; at < ink.length; at++) {
    mass += ink[at]!;
    moment += ink[at]! * at;
  }
  const first = ink.findIndex((grey) => grey > 0);
  const last = ink.findLastIndex((grey) => grey > 0);
  const wanted = Math.floor(CENTER - moment / mass + 0.5);
  return Math.max(-first, Math.min(SIDE - 1 - last, wanted));
}
