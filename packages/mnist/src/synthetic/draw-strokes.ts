import type { InkPoint } from "./write-skeleton.js";

/** Side in pixels of the square that MNIST's digits are scaled to fit. */
export const BOX = 20;
/** Width in pixels over which an edge goes from paper to ink, about what MNIST's resampling left. */
const EDGE = 1.3;

/**
 * Scales strokes, keeping their aspect, so that the longer side of their ink is the box's.
 *
 * @param smallest what is shorter than this is scaled as if it were as long
 * @returns strokes in pixels from the upper left corner of the box
 */
export function fitToBox(strokes: readonly (readonly InkPoint[])[], smallest = 0): InkPoint[][] {
  let left = Infinity;
  let right = -Infinity;
  let top = Infinity;
  let bottom = -Infinity;
  for (const stroke of strokes) {
    for (const { x, y, radius } of stroke) {
      left = Math.min(left, x - radius);
      right = Math.max(right, x + radius);
      top = Math.min(top, y - radius);
      bottom = Math.max(bottom, y + radius);
    }
  }
  const scale = (BOX - EDGE) / Math.max(right - left, bottom - top, smallest);
  return strokes.map((stroke) =>
    stroke.map(({ x, y, radius }) => ({
      x: (x - left) * scale + EDGE / 2,
      y: (y - top) * scale + EDGE / 2,
      radius: radius * scale,
    })),
  );
}

/**
 * Draws strokes that fit the box: grey values 0 (paper) to 255 (ink), `[20, 20]`, row-major.
 *
 * A pixel's grey follows from how deep its centre lies in the ink: the line's radius less the
 * distance from its middle, the greatest over all lines that pass.
 */
export function drawStrokes(strokes: readonly (readonly InkPoint[])[]): Uint8Array {
  const depths = new Float64Array(BOX * BOX).fill(-EDGE);
  for (const stroke of strokes) {
    for (let i = 1; i < stroke.length; i++) drawLine(stroke[i - 1]!, stroke[i]!, depths);
  }
  const greys = new Uint8Array(BOX * BOX);
  for (let i = 0; i < greys.length; i++) {
    const covered = Math.max(0, Math.min(1, depths[i]! / EDGE + 0.5));
    greys[i] = Math.floor(255 * covered + 0.5);
  }
  return greys;
}

/** Deepens the pixels that a line reaches; its radius runs evenly from one end's to the other's. */
function drawLine(from: InkPoint, to: InkPoint, depths: Float64Array): void {
  const reach = Math.max(from.radius, to.radius) + EDGE / 2;
  const left = Math.max(0, Math.ceil(Math.min(from.x, to.x) - reach - 0.5));
  const right = Math.min(BOX - 1, Math.floor(Math.max(from.x, to.x) + reach - 0.5));
  const top = Math.max(0, Math.ceil(Math.min(from.y, to.y) - reach - 0.5));
  const bottom = Math.min(BOX - 1, Math.floor(Math.max(from.y, to.y) + reach - 0.5));
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const widening = to.radius - from.radius;
  const perLength = 1 / (dx * dx + dy * dy + 1e-12); // a line may be a point
  for (let row = top; row <= bottom; row++) {
    const y = row + 0.5 - from.y;
    for (let column = left; column <= right; column++) {
      const x = column + 0.5 - from.x;
      const along = Math.max(0, Math.min(1, (x * dx + y * dy) * perLength));
      const offX = x - along * dx;
      const offY = y - along * dy;
      const depth = from.radius + along * widening - Math.sqrt(offX * offX + offY * offY);
      const pixel = row * BOX + column;
      if (depth > depths[pixel]!) depths[pixel] = depth;
    }
  }
}
