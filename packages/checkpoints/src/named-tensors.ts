import type { Parameters } from "@evalpool/models";

/** The tensors of a checkpoint, and what else it holds. */
export interface NamedTensors {
  readonly parameters: Parameters;
  /**
   * What is left out, for no operation has a use for it, each in words: `optimizer_state_dict`,
   * `bn1.num_batches_tracked (int64)`.
   */
  readonly skipped: readonly string[];
}
