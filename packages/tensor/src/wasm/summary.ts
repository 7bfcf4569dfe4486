import type { Summaries, SummaryKernels } from "../backend/summary.js";
import { requireRows, type WasmContext, type WasmKinds } from "./context.js";

export function summaryKernels({ kernels, memory }: WasmContext): SummaryKernels<WasmKinds> {
  /** Made anew when they are too short or their memory has moved: then they are empty. */
  let summaries: Summaries = { predictions: new Uint32Array(), sums: new Float32Array() };

  return {
    summarize(x, count, width) {
      requireRows(x, count, width);
      const { address, stride } = x;
      if (summaries.predictions.length < count) {
        const predictions = memory.allocate(count * 4);
        const sums = memory.allocate(count * 8);
        const { buffer } = kernels.memory;
        summaries = {
          predictions: new Uint32Array(buffer, predictions, count),
          sums: new Float32Array(buffer, sums, 2 * count),
        };
      }
      const { predictions, sums } = summaries;
      kernels.argmax(address, count, stride, width, predictions.byteOffset);
      kernels.softmaxSums(address, count, stride, width, predictions.byteOffset, sums.byteOffset);
      return summaries;
    },
  };
}
