import { EXTENT, type PenPoint, type Strokes } from "./strokes.js";

/** A pen that is moved by keys. */
export interface Pen {
  readonly at: PenPoint;
  /** Whether it draws where it goes. */
  readonly isDown: boolean;
}

/** A pen, and what is drawn. */
export interface Drawing {
  readonly pen: Pen;
  readonly strokes: Strokes;
}

/** What is asked of a key. */
export type PenKey = Pick<
  KeyboardEvent,
  "key" | "shiftKey" | "repeat" | "ctrlKey" | "altKey" | "metaKey"
>;

/** Over the middle of the pad. */
export const liftedPen: Pen = { at: [EXTENT / 2, EXTENT / 2], isDown: false };

/** How far a key moves the pen, which is 18 wide. */
const STEP = 8;
const FINE_STEP = 2;

/** Steps across and down. */
const steps: Readonly<Record<string, readonly [across: number, down: number]>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

/**
 * Draws by keys: arrows move the pen, Space and Enter put it down or lift it, Escape lifts it,
 * Backspace takes the last stroke back.
 *
 * @returns undefined for a key that does nothing here
 */
export function drawByKey(drawing: Drawing, pressed: PenKey): Drawing | undefined {
  const { key, shiftKey, repeat } = pressed;
  if (pressed.ctrlKey || pressed.altKey || pressed.metaKey) return undefined;
  const { pen, strokes } = drawing;
  const step = steps[key];
  if (step) return moved(drawing, step, shiftKey ? FINE_STEP : STEP);
  const lifted = { ...pen, isDown: false };
  switch (key) {
    case " ":
    case "Enter":
      // One that is held down puts the pen down once.
      if (repeat) return drawing;
      if (pen.isDown) return { pen: lifted, strokes };
      return { pen: { ...pen, isDown: true }, strokes: [...strokes, [pen.at]] };
    case "Escape":
      return pen.isDown ? { pen: lifted, strokes } : undefined;
    case "Backspace":
      return strokes.length > 0 ? { pen: lifted, strokes: strokes.slice(0, -1) } : undefined;
    default:
      return undefined;
  }
}

function moved(
  { pen: { at, isDown }, strokes }: Drawing,
  [across, down]: readonly [number, number],
  step: number,
): Drawing {
  const inside = (v: number): number => Math.max(0, Math.min(EXTENT - 1, v));
  const to: PenPoint = [inside(at[0] + across * step), inside(at[1] + down * step)];
  return { pen: { at: to, isDown }, strokes: isDown ? continued(strokes, [to]) : strokes };
}

/** With more points in the last stroke. */
export function continued(strokes: Strokes, points: readonly PenPoint[]): Strokes {
  return [...strokes.slice(0, -1), [...(strokes.at(-1) ?? []), ...points]];
}
