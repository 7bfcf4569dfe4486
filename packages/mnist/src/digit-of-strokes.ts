import { UsageError } from "@evalpool/errors";
import { centerByMass, SIDE } from "./synthetic/center-by-mass.js";
import { drawStrokes, fitToBox } from "./synthetic/draw-strokes.js";
import type { InkPoint } from "./synthetic/write-skeleton.js";

/** Share of the drawing area from which on ink fills the box. */
const SMALLEST = 1 / 4;

/**
 * Draws a pen's strokes as a digit of MNIST's: scaled with its pen to fit a 20×20 box, aspect kept, and
 * centred by its mass. Ink of less than a quarter of the drawing area each way is enlarged
 * as a quarter of it would be, so that a dot stays a dot.
 *
 * @param strokes points in any unit, x to the right and y down; a stroke of one point is a dot
 * @param extent side of the drawing area, in the same unit
 * @returns `[28, 28]`, 0 (paper) to 255 (ink); all paper where there are no strokes
 * @throws {UsageError} when the extent is not above 0
 */
export function digitOfStrokes(
  strokes: readonly (readonly InkPoint[])[],
  extent: number,
): Uint8Array<ArrayBuffer> {
  if (!(extent > 0)) throw new UsageError(`extent: expected a length above 0, got ${extent}`);
  const image = new Uint8Array(SIDE * SIDE);
  // A line begins and ends: that of a dot where it is.
  const lines = strokes.map((stroke) => (stroke.length === 1 ? [...stroke, ...stroke] : stroke));
  centerByMass(drawStrokes(fitToBox(lines, SMALLEST * extent)), image);
  return image;
}
