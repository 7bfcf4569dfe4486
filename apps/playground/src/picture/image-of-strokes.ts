import type { PlanarImage } from "@evalpool/pictures";
import { EXTENT, PEN_RADIUS, type Strokes } from "./strokes.js";

/** What a network sees of a drawing: as MNIST's digits are, scaled to fit 20×20 and centred by mass. */
export function imageOfStrokes(strokes: Strokes): PlanarImage {
  const inked = strokes.map((stroke) => stroke.map(([x, y]) => ({ x, y, radius: PEN_RADIUS })));
  return { shape: [1, 28, 28], bytes: digitOfStrokes(inked, EXTENT) };
}

// TEMPORARY until @evalpool/mnist exports it.
function digitOfStrokes(strokes: unknown, extent: number): Uint8Array {
  return new Uint8Array(784).fill(strokes ? extent / 8 : 0, 300, 320);
}
