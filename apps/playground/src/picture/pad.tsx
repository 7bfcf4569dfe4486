import { useEffect, useRef } from "preact/hooks";
import { draw, picture } from "../state/picture.js";
import { EXTENT, PEN_RADIUS, type PenPoint, type Strokes } from "./strokes.js";

/** Where a digit is drawn, with mouse, finger or pen. */
export function Pad() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = picture.value;
  const strokes = shown.kind === "drawn" ? shown.strokes : [];
  const dark = useRef(matchMedia("(prefers-color-scheme: dark)"));
  useEffect(() => {
    const repaint = (): void => {
      if (canvas.current) paint(canvas.current, strokes);
    };
    repaint();
    dark.current.addEventListener("change", repaint);
    return () => dark.current.removeEventListener("change", repaint);
  });
  return (
    <div class="pad-with-tools">
      <canvas
        ref={canvas}
        class="pad"
        width={EXTENT}
        height={EXTENT}
        role="img"
        aria-label={strokes.length > 0 ? `Drawing of ${strokes.length} strokes` : "Empty pad"}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          draw([...strokes, [pointOf(event)]]);
        }}
        onPointerMove={(event) => {
          if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
          const last = strokes.at(-1) ?? [];
          draw([...strokes.slice(0, -1), [...last, ...pointsOf(event)]]);
        }}
      />
      {strokes.length === 0 && <p class="hint">Draw a digit here</p>}
      <div class="row">
        <button
          type="button"
          disabled={strokes.length === 0}
          onClick={() => draw(strokes.slice(0, -1))}
        >
          Undo stroke
        </button>
        <button type="button" disabled={strokes.length === 0} onClick={() => draw([])}>
          Clear
        </button>
      </div>
    </div>
  );
}

/** Where the pen was since the last event, which browsers gather into one. */
function pointsOf(event: PointerEvent): PenPoint[] {
  const points = event.getCoalescedEvents().map((each) => pointOf(each, event.target));
  return points.length > 0 ? points : [pointOf(event)];
}

function pointOf(event: PointerEvent, target: EventTarget | null = event.target): PenPoint {
  const { left, top, width, height } = (target as Element).getBoundingClientRect();
  const scaled = (at: number, size: number): number =>
    Math.max(0, Math.min(EXTENT - 1, Math.round((at / size) * EXTENT)));
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
