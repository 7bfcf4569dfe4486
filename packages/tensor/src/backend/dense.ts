import type { MapShape } from "./maps.js";
import type { BackendMemory, RunBytes, RunRows } from "./memory.js";

/** Weights of a dense layer, row-major. */
export interface DenseWeights {
  /** `[inputs, outputs]` */
  readonly weight: Float32Array;
  /** `[outputs]` */
  readonly bias: Float32Array;
}

/**
 * A dense layer's weights as a backend's kernels read them: plain data, which every thread can be
 * handed. The bytes may lie in shared memory.
 */
export interface PackedDense {
  /** Which kernels read it: backends of the same layout run it with the same bits. */
  readonly layout: string;
  readonly inputs: number;
  readonly outputs: number;
  /** What the layer's input is divided by, if it is bytes; else 1. */
  readonly divisor: number;
  readonly bytes: Uint8Array;
  /** Floats from one row of its output to the next. */
  readonly stride: number;
}

/** Matrix products, and what turns bytes to floats. */
export interface DenseKernels<M extends BackendMemory> {
  /** Packs `(x / divisor) · weight + bias` on bytes, to be prepared any number of times. */
  packDenseBytes(layer: DenseWeights, divisor: number): PackedDense;

  /** Prepares a layer on bytes. */
  denseBytes(layer: PackedDense, x: M["input"], out: M["rows"]): RunBytes;

  /**
   * Packs `x · weight + bias`, to be prepared any number of times.
   *
   * @param isSparse whether most of x is expected to be 0, which may then be skipped
   */
  packDense(layer: DenseWeights, isSparse?: boolean): PackedDense;

  /** Prepares a layer on rows. */
  dense(layer: PackedDense, x: M["rows"], out: M["rows"]): RunRows;

  /**
   * Prepares `table[x]` on examples of `width` bytes.
   *
   * @param table a float for each of the 256 bytes; or as many for each part of an example, as there
   * are channels, one after the other
   * @param maps puts them with channels last; of as many channels as the table, or it of one
   */
  mapBytes(
    table: Float32Array,
    width: number,
    x: M["input"],
    out: M["rows"],
    maps?: MapShape,
  ): RunBytes;
}
