/** The activation functions that a layer can end in. */
export type Activation = "step" | "sigmoid" | "relu" | "softmax" | "identity";

/** Rows of float32 in a backend's memory, reused by each run of what writes them. */
export interface Rows {
  /** Row i begins at i · stride. Valid until the backend allocates again. */
  readonly data: Float32Array;
  /** Floats from one row to the next: at least the row's width. */
  readonly stride: number;
}

/** Memory for examples of bytes. */
export interface ByteInput {
  /** To be filled before a layer reads it. Valid until the backend allocates again. */
  readonly bytes: Uint8Array;
}

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
}

/**
 * What a compiled forward pass is made of. A layer is prepared once, memory for its output
 * included; running it allocates nothing. Every backend gives an example the same bits whatever
 * batch it is part of and wherever in it.
 *
 * Whatever prepares, packs or creates throws an EvalpoolError of kind "model" when memory does not
 * suffice; a run throws a RangeError when it is given more rows than there are or were prepared for.
 */
export interface Backend {
  readonly name: string;

  /** Memory for `length` bytes of examples. */
  createInput(length: number): ByteInput;

  /** Packs `(x / divisor) · weight + bias` on bytes, to be prepared any number of times. */
  packDenseBytes(layer: DenseWeights, divisor: number): PackedDense;

  /** Prepares a layer on bytes, for batches of up to `batchSize`. */
  denseBytes(layer: PackedDense, batchSize: number): BytesLayer;

  /** Packs `x · weight + bias`, to be prepared any number of times. */
  packDense(layer: DenseWeights): PackedDense;

  /** Prepares a layer on rows, for batches of up to `batchSize`. */
  dense(layer: PackedDense, batchSize: number): Dense;

  /**
   * Prepares `table[x]` on examples of `width` bytes, for batches of up to `batchSize`.
   *
   * @param table a float for each of the 256 bytes
   */
  mapBytes(table: Float32Array, width: number, batchSize: number): BytesLayer;

  /** Applies the function to the first `count` rows of `width`, in place. */
  activate(activation: Activation, x: Rows, count: number, width: number): void;

  /** Says of each of the first `count` rows of `width` what there is to know of its softmax. */
  summarize(x: Rows, count: number, width: number): Summaries;
}

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

/** Runs a layer on `count` examples from the `first` on. */
export type BytesLayer = (x: ByteInput, first: number, count: number) => Rows;

/** Runs a layer on the first `count` rows. */
export type Dense = (x: Rows, count: number) => Rows;
