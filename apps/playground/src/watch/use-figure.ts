import { effect, useComputed, useSignal, type ReadonlySignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { createPainter } from "./create-painter.js";
import { layOutFigure, type Figure, type FigureLayout } from "./figure-layout.js";
import { paintSoon } from "./paint-soon.js";
import { palette } from "./palette.js";
import type { Values } from "./value-range.js";

/** What is to be pictured, and how large; how wide is what the page gives. */
interface FigureContent {
  readonly figure: ReadonlySignal<Figure>;
  readonly values: ReadonlySignal<Values>;
  readonly side: number;
  readonly rows: ReadonlySignal<number>;
}

interface FigureElements {
  /** As wide as there is room. */
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly layout: ReadonlySignal<FigureLayout>;
}

/** A picture of values that is painted anew, on the same canvas, whenever they change. */
export function useFigure({ figure, values, side, rows }: FigureContent): FigureElements {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useWidth(frame);
  const layout = useComputed(() =>
    layOutFigure(figure.value, { width: width.value, side, rows: rows.value }),
  );
  useEffect(() => {
    if (canvas.current === null) return undefined;
    const painter = createPainter(canvas.current);
    const paint = (): void => {
      painter(layout.peek(), values.peek(), palette.peek());
    };
    return effect(() => {
      // Whatever of these changes.
      void [layout.value, values.value, palette.value];
      paintSoon(paint);
    });
  }, [layout, values]);
  return { frame, canvas, layout };
}

function useWidth(frame: RefObject<HTMLDivElement | null>): ReadonlySignal<number> {
  const width = useSignal(0);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    width.value = element.clientWidth;
    const observer = new ResizeObserver(() => {
      width.value = element.clientWidth;
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [frame, width]);
  return width;
}
