import type { BackendMemory, RunRows } from "./memory.js";

/** Floats of one row that are taken over as they are: three integers a run, [from, to, length]. */
export type Runs = Int32Array;

/** Values in another order, or beside others: transpositions, concatenations, padding. */
export interface MoveKernels<M extends BackendMemory> {
  /**
   * Prepares rows that are put together from those of others.
   *
   * @param sources what is taken from each
   * @param fill what rows are before that; without it they are to be covered by the runs
   */
  move(
    sources: readonly { readonly rows: M["rows"]; readonly runs: Runs }[],
    out: M["rows"],
    fill?: number,
  ): RunRows;
}
