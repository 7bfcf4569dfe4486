import type { MoveKernels } from "../backend/moves.js";
import type { ReferenceKinds } from "./kinds.js";
import { requireRows } from "./rows.js";

export const moveKernels: MoveKernels<ReferenceKinds> = {
  move: (sources, out, fill) => (count) => {
    requireRows(out, count, out.stride);
    for (let row = 0; row < count; row++) {
      const to = out.data.subarray(row * out.stride, (row + 1) * out.stride);
      if (fill !== undefined) to.fill(fill);
      for (const { rows, runs } of sources) {
        const from = rows.data.subarray(row * rows.stride, (row + 1) * rows.stride);
        for (let at = 0; at < runs.length; at += 3) {
          const [start, target, length] = [runs[at]!, runs[at + 1]!, runs[at + 2]!];
          to.set(from.subarray(start, start + length), target);
        }
      }
    }
  },
};
