import type { Bounds } from "../backend/conv.js";
import type { Rows } from "../backend/memory.js";

/** Cuts the values of a row, in place; NaN stays NaN. */
export function bound({ data, stride }: Rows, row: number, width: number, bounds: Bounds): void {
  const { lower, upper } = bounds;
  for (let i = row * stride; i < row * stride + width; i++) {
    if (data[i]! < lower) data[i] = lower;
    if (data[i]! > upper) data[i] = upper;
  }
}
