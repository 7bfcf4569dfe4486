import type { MoveKernels } from "../backend/moves.js";
import { requireRuns } from "../kernel-limits.js";
import { requireRows, type WasmContext, type WasmKinds } from "./context.js";

export function moveKernels({ kernels, memory }: WasmContext): MoveKernels<WasmKinds> {
  return {
    move(sources, out, fill) {
      const prepared = sources.map(({ rows, runs }) => {
        requireRuns(runs, rows.stride, out.stride);
        return { rows, address: memory.write(runs), count: runs.length / 3 };
      });
      return (count) => {
        requireRows(out, count, out.stride);
        if (fill !== undefined) kernels.fill(out.address, count * out.stride, fill);
        for (const { rows, address, count: runs } of prepared) {
          requireRows(rows, count, rows.stride);
          const { address: from, stride } = rows;
          kernels.moveRuns(from, stride, count, address, runs, out.address, out.stride);
        }
      };
    },
  };
}
