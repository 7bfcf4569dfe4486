import { useEffect, useRef } from "preact/hooks";
import { draw, picture } from "../state/picture.js";
import { PEN_RADIUS, type PenPoint, type Strokes } from "./strokes.js";

/** Side of the pad in the unit of strokes. */
const EXTENT = 256;

/** Where a digit is drawn, with mouse, finger or pen. */
export function Pad() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = picture.value;
  const strokes = shown.kind === "drawn" ? shown.strokes : [];
  useEffect(() => {
    if (canvas.current) paint(canvas.current, strokes);
  });
  return (
    <canvas
      ref={canvas}
      class="pad"
      width={EXTENT}
      height={EXTENT}
      role="img"
      aria-label={
        strokes.length > 0 ? `A drawing of ${strokes.length} strokes` : "Empty: draw a digit here"
      }
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        draw([...strokes, [pointOf(event)]]);
      }}
      onPointerMove={(event) => {
        const last = strokes.at(-1);
        if (!event.currentTarget.hasPointerCapture(event.pointerId) || last === undefined) return;
        draw([...strokes.slice(0, -1), [...last, ...event.getCoalescedEvents().map(pointOf)]]);
      }}
    />
  );
}

function pointOf(event: PointerEvent): PenPoint {
  const { left, top, width, height } = (event.target as Element).getBoundingClientRect();
  const scaled = (at: number, size: number): number =>
    Math.max(0, Math.min(255, Math.round((at / size) * EXTENT)));
  return [scaled(event.clientX - left, width), scaled(event.clientY - top, height)];
}

function paint(canvas: HTMLCanvasElement, strokes: Strokes): void {
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
