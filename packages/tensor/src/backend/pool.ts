import type { MapPart, MapShape, Pair, Window } from "./maps.js";
import type { BackendMemory, RunRows } from "./memory.js";

/** Where a pooling window goes. */
export interface PoolGeometry extends Window {
  readonly input: MapShape;
  /** Places of the window; the last may reach over the padding (ceil mode). */
  readonly output: Pair;
}

/** Pooling over feature maps, channels last; what it gives may be a part of those in `out`. */
export interface PoolKernels<M extends BackendMemory> {
  /** Prepares the largest of each window; padding counts for less than any number. */
  maxPool(geometry: PoolGeometry, x: M["rows"], out: M["rows"], part?: MapPart): RunRows;

  /**
   * Prepares the mean of each window.
   *
   * @param countsPadding whether the zeros of the padding count; what lies behind it never does
   */
  averagePool(
    geometry: PoolGeometry,
    countsPadding: boolean,
    x: M["rows"],
    out: M["rows"],
    part?: MapPart,
  ): RunRows;
}
