import { useSignal, type Signal } from "@preact/signals";
import type { TargetedPointerEvent } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { draw, picture } from "../state/picture.js";
import { createOnePointer } from "./one-pointer.js";
import { paintStrokes } from "./paint-strokes.js";
import { continued, drawByKey, liftedPen, type Pen } from "./pen.js";
import { PenMark } from "./pen-mark.js";
import type { Picture } from "./picture.js";
import { EXTENT, type PenPoint, type Strokes } from "./strokes.js";

/** Where a digit is drawn, with mouse, finger, pen or keys. */
export function Pad() {
  const pen = useSignal(liftedPen);
  const keys = useId();
  const strokes = strokesOf(picture.value);
  const isEmpty = strokes.length === 0;
  return (
    <div class="pad-with-tools">
      <div class="pad-frame">
        <canvas
          ref={usePainted(strokes)}
          class="pad"
          width={EXTENT}
          height={EXTENT}
          role="application"
          tabIndex={0}
          aria-label={nameOf(strokes, pen.value)}
          aria-describedby={keys}
          onKeyDown={(event) => {
            const drawn = strokesOf(picture.peek());
            const after = drawByKey({ pen: pen.value, strokes: drawn }, event);
            if (after === undefined) return;
            event.preventDefault();
            pen.value = after.pen;
            if (after.strokes !== drawn) draw(after.strokes);
          }}
          onBlur={() => {
            pen.value = { ...pen.value, isDown: false };
          }}
          {...usePointer(pen)}
        />
        <PenMark pen={pen.value} />
        {isEmpty && <p class="hint">Draw a digit here</p>}
      </div>
      <p id={keys} class="pad-keys faint">
        Arrow keys move the pen, with Shift finely; Space puts it down or lifts it; Backspace undoes
        a stroke.
      </p>
      <div class="row">
        <button type="button" disabled={isEmpty} onClick={() => draw(strokes.slice(0, -1))}>
          Undo stroke
        </button>
        <button type="button" disabled={isEmpty} onClick={() => draw([])}>
          Clear
        </button>
      </div>
    </div>
  );
}

const nothing: Strokes = [];

function strokesOf(shown: Picture): Strokes {
  return shown.kind === "drawn" ? shown.strokes : nothing;
}

function nameOf({ length }: Strokes, { isDown }: Pen): string {
  const drawn = length === 1 ? "Drawing of 1 stroke" : `Drawing of ${length} strokes`;
  return `${length === 0 ? "Empty pad" : drawn}${isDown ? ", pen down" : ""}`;
}

/** A canvas with the drawing on it, in the colours of either theme. */
function usePainted(strokes: Strokes) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const paint = (): void => {
      if (canvas.current) paintStrokes(canvas.current, strokes);
    };
    paint();
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", paint);
    return () => dark.removeEventListener("change", paint);
  }, [strokes]);
  return canvas;
}

/** How mouse, finger and pen draw; the one that keys move goes on from where they began. */
function usePointer(pen: Signal<Pen>) {
  const one = useRef(createOnePointer()).current;
  return {
    onPointerDown(event: TargetedPointerEvent<HTMLCanvasElement>) {
      if (!one.begin(event)) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const at = pointOf(event);
      pen.value = { at, isDown: false };
      draw([...strokesOf(picture.peek()), [at]]);
    },
    onPointerMove(event: TargetedPointerEvent<HTMLCanvasElement>) {
      if (one.isDrawing(event)) draw(continued(strokesOf(picture.peek()), pointsOf(event)));
    },
    onLostPointerCapture: one.end,
  };
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
