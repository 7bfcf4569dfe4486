import { EXTENT, PEN_RADIUS, type Strokes } from "./strokes.js";

/** Paints a drawing in the colour of the canvas. */
export function paintStrokes(canvas: HTMLCanvasElement, strokes: Strokes): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  context.clearRect(0, 0, EXTENT, EXTENT);
  context.lineWidth = 2 * PEN_RADIUS;
  context.lineCap = context.lineJoin = "round";
  context.strokeStyle = getComputedStyle(canvas).color;
  for (const [first, ...others] of strokes) {
    if (first === undefined) continue;
    context.beginPath();
    context.moveTo(...first);
    for (const point of others.length > 0 ? others : [first]) context.lineTo(...point);
    context.stroke();
  }
}
