import type { ConvKernels } from "./conv.js";
import type { DenseKernels } from "./dense.js";
import type { ElementwiseKernels } from "./elementwise.js";
import type { BackendMemory, MemoryKernels } from "./memory.js";
import type { MoveKernels } from "./moves.js";
import type { PoolKernels } from "./pool.js";
import type { SummaryKernels } from "./summary.js";

/**
 * What a compiled forward pass is made of. A layer is packed once, for all threads; prepared once in
 * each, with the rows that it reads and writes; running it allocates nothing. Every backend gives an
 * example the same bits whatever batch it is part of and wherever in it.
 *
 * Whatever prepares, packs or creates throws an EvalpoolError of kind "model" when memory does not
 * suffice; a run throws a RangeError when it is given more rows than there are.
 */
export interface Backend<M extends BackendMemory = BackendMemory>
  extends
    MemoryKernels<M>,
    DenseKernels<M>,
    ConvKernels<M>,
    PoolKernels<M>,
    ElementwiseKernels<M>,
    MoveKernels<M>,
    SummaryKernels<M> {
  readonly name: string;
}
