import type { MapsShape } from "../value.js";

type Pair = readonly [number, number];

interface SaidWindow {
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly dilations: Pair;
  readonly padding: "valid" | "same";
}

/**
 * A window as the graph has it. "same" pads so that there is a place for each stride begun, and where
 * that is an odd number of pixels, the one more at the bottom and the right (as TensorFlow does).
 */
export function windowOf(said: SaidWindow, [, height, width]: MapsShape) {
  const { kernel, strides, dilations, padding } = said;
  const along = (length: number, axis: 0 | 1): Pair => {
    if (padding === "valid") return [0, 0];
    const places = Math.ceil(length / strides[axis]);
    const reach = (kernel[axis] - 1) * dilations[axis] + 1;
    const all = Math.max(0, (places - 1) * strides[axis] + reach - length);
    return [Math.floor(all / 2), Math.ceil(all / 2)];
  };
  const [top, bottom] = along(height, 0);
  const [left, right] = along(width, 1);
  return { kernel, strides, dilations, padding: [top, left, bottom, right] as const };
}
