import type { Backend } from "../backend/backend.js";
import { requireRoom } from "../kernel-limits.js";
import type { WasmContext, WasmKinds } from "./context.js";
import { convKernels } from "./conv.js";
import { denseKernels } from "./dense.js";
import { elementwiseKernels } from "./elementwise.js";
import type { Kernels } from "./kernels.js";
import { WasmBlock, WasmMemory } from "./memory.js";
import { compileKernels, kernelsName, type KernelModule } from "./module.js";
import { moveKernels } from "./moves.js";
import { poolKernels } from "./pool.js";
import { summaryKernels } from "./summary.js";

/**
 * The WebAssembly SIMD kernels, in a linear memory of their own: one backend for each thread, so
 * that threads share nothing.
 */
export function createWasmBackend(module: KernelModule = compileKernels()): Backend<WasmKinds> {
  const kernels = new WebAssembly.Instance(module.module).exports as unknown as Kernels;
  if (module.wide) kernels.widen();
  const memory = new WasmMemory(kernels);
  const context: WasmContext = { kernels, memory, module };
  return {
    name: kernelsName(module),
    createInput: (length) => memory.input(length),
    allocate: (bytes) => new WasmBlock(memory.allocate(bytes), bytes),
    rows(block, offset, stride, count) {
      requireRoom("bytes", offset + 4 * stride * count, block.bytes);
      return memory.rows(block.address + offset, count, stride);
    },
    ...denseKernels(context),
    ...convKernels(context),
    ...poolKernels(context),
    ...elementwiseKernels(context),
    ...moveKernels(context),
    ...summaryKernels(context),
  };
}
