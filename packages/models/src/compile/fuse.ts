import { convOutput, type Bounds } from "@evalpool/tensor";
import { slotsRead, type Epilogue, type Kernel, type PoolKernel, type Step } from "./program.js";

/**
 * Merges what kernels can do along: a ReLU or clip with the sums that it bounds, and the largest of
 * each 2×2 with the convolution before it.
 *
 * @param output the slot that is read in the end
 */
export function fuse(steps: readonly Step[], output: number): Step[] {
  return fusePools(steps.map(fuseBounds), output).map(fuseBounds);
}

/** Takes the bounds that an epilogue begins with into the kernel. */
function fuseBounds(step: Step): Step {
  const { kernel, epilogue } = step;
  const [first, ...rest] = epilogue;
  const bounds = first && boundsOf(first);
  if (bounds === undefined || !("end" in kernel)) return step;
  const { lower, upper } = kernel.end;
  if (lower !== -Infinity || upper !== Infinity) return step;
  const bounded = { ...kernel, end: { ...kernel.end, ...bounds } } as Kernel;
  return fuseBounds({ ...step, kernel: bounded, epilogue: rest });
}

function boundsOf(epilogue: Epilogue): Bounds | undefined {
  if (epilogue.kind !== "activate") return undefined;
  const { name, alpha = -Infinity, beta = Infinity } = epilogue.f;
  if (name === "relu") return { lower: 0, upper: Infinity };
  return name === "clip" ? { lower: alpha, upper: beta } : undefined;
}

/** Lets convolutions write pooled maps, where nobody reads the maps themselves. */
function fusePools(steps: readonly Step[], output: number): Step[] {
  const fused = [...steps];
  for (const pool of steps) {
    if (pool.kernel.kind !== "pool" || !halves(pool.kernel)) continue;
    const { from } = pool.kernel;
    const readers = fused.filter(({ kernel }) => slotsRead(kernel).includes(from));
    const at = fused.findIndex(({ to }) => to === from);
    const conv = fused[at];
    if (conv === undefined || readers.length > 1 || from === output) continue;
    const { kernel, epilogue } = conv;
    const isConv = kernel.kind === "conv" || kernel.kind === "convBytes";
    if (!isConv || !kernel.layer.canPool || kernel.end.isPooled || epilogue.length > 0) continue;
    const { height, width } = convOutput(kernel.layer.geometry);
    const [rows, columns] = pool.kernel.geometry.output;
    if (rows !== Math.floor(height / 2) || columns !== Math.floor(width / 2)) continue;
    const end = { ...kernel.end, isPooled: true };
    fused[at] = {
      kernel: { ...kernel, end },
      to: pool.to,
      epilogue: pool.epilogue,
      nodes: [...conv.nodes, ...pool.nodes],
    };
    fused.splice(fused.indexOf(pool), 1);
  }
  return fused;
}

/** Whether it is the largest of each 2×2. */
function halves({ mode, geometry }: PoolKernel): boolean {
  const { kernel, strides, padding, dilations } = geometry;
  const isAll = (numbers: readonly number[], value: number): boolean =>
    numbers.every((number) => number === value);
  const isPlain = isAll(padding, 0) && isAll(dilations, 1);
  return mode === "max" && isPlain && isAll(kernel, 2) && isAll(strides, 2);
}
