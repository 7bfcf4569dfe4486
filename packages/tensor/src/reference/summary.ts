import type { Summaries, SummaryKernels } from "../backend/summary.js";
import type { ReferenceKinds } from "./kinds.js";
import { requireRows } from "./rows.js";

export const summaryKernels: SummaryKernels<ReferenceKinds> = { summarize: summarizeRows };

/** Rows of any precision. */
interface AnyRows {
  readonly data: Float32Array | Float64Array;
  readonly stride: number;
}

/** What there is to know of the softmax of each of the first `count` rows of `width`. */
export function summarizeRows(x: AnyRows, count: number, width: number): Summaries {
  requireRows(x, count, width);
  const { data, stride } = x;
  const predictions = new Uint32Array(count);
  const sums = new Float32Array(2 * count);
  for (let row = 0; row < count; row++) {
    const start = row * stride;
    let best = 0;
    for (let j = 1; j < width; j++) if (data[start + j]! > data[start + best]!) best = j;
    const max = data[start + best]!;
    // 0, or NaN where the largest is infinite.
    let [sum, squares] = [max - max, 0];
    for (let j = 0; j < width; j++) {
      if (j === best) continue;
      const power = Math.exp(data[start + j]! - max);
      sum += power;
      squares += power * power;
    }
    predictions[row] = best;
    sums[2 * row] = sum;
    sums[2 * row + 1] = squares;
  }
  return { predictions, sums };
}
