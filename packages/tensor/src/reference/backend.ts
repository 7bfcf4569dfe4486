import type { Backend } from "../backend/backend.js";
import type { MemoryKernels } from "../backend/memory.js";
import { requireMemory } from "../kernel-limits.js";
import { convKernels } from "./conv.js";
import { denseKernels } from "./dense.js";
import { elementwiseKernels } from "./elementwise.js";
import type { ReferenceKinds } from "./kinds.js";
import { moveKernels } from "./moves.js";
import { poolKernels } from "./pool.js";
import { summaryKernels } from "./summary.js";

const memoryKernels: MemoryKernels<ReferenceKinds> = {
  createInput(length) {
    requireMemory(length);
    return { bytes: new Uint8Array(length) };
  },

  allocate(bytes) {
    requireMemory(bytes);
    return new ArrayBuffer(bytes);
  },

  rows: (block, offset, stride, count) => ({
    data: new Float32Array(block, offset, stride * count),
    stride,
  }),
};

/** Plain TypeScript, summing in float64 and storing float32: what every other backend must equal. */
export const referenceBackend: Backend<ReferenceKinds> = {
  name: "reference",
  ...memoryKernels,
  ...denseKernels,
  ...convKernels,
  ...poolKernels,
  ...elementwiseKernels,
  ...moveKernels,
  ...summaryKernels,
};
