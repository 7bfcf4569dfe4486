import { EXTENT } from "./strokes.js";
import type { Pen } from "./pen.js";

/** Where the pen is that keys move; the style shows it while the pad has the keyboard. */
export function PenMark({ pen: { at, isDown } }: { readonly pen: Pen }) {
  const [left, top] = at.map((v) => `${(100 * (v + 0.5)) / EXTENT}%`);
  return (
    <div
      class={isDown ? "pen down" : "pen"}
      style={`left: ${left}; top: ${top}`}
      aria-hidden="true"
    />
  );
}
