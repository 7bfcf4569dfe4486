import { digitOfStrokes } from "@evalpool/mnist";
import type { PlanarImage } from "@evalpool/pictures";
import { EXTENT, PEN_RADIUS, type Strokes } from "./strokes.js";

/** What a network sees of a drawing: as MNIST's digits are, scaled to fit 20×20 and centred by mass. */
export function imageOfStrokes(strokes: Strokes): PlanarImage {
  const inked = strokes.map((stroke) => stroke.map(([x, y]) => ({ x, y, radius: PEN_RADIUS })));
  return { shape: [1, 28, 28], bytes: digitOfStrokes(inked, EXTENT) };
}
