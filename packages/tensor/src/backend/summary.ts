import type { BackendMemory } from "./memory.js";

/** What rows of logits are read as. The backend's own memory: the next call writes over it. */
export interface Summaries {
  /** `[N]`: where each row is largest, the first of equals. */
  readonly predictions: Uint32Array;
  /**
   * `[N, 2]`: Σ e^(x - max) and Σ (e^(x - max))² over all x of a row but the one that is largest, whose
   * own term is 1: so the small sums of a confident row keep their digits. With r for the first, the
   * largest has the probability 1 / (1 + r). Within 2e-6 of their value and 2^-149.
   * NaN for a row that holds NaN or whose largest is infinite.
   */
  readonly sums: Float32Array;
}

/** What there is to know of logits. */
export interface SummaryKernels<M extends BackendMemory> {
  /** Says of each of the first `count` rows of `width` what there is to know of its softmax. */
  summarize(x: M["rows"], count: number, width: number): Summaries;
}
