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
 * What a compiled forward pass is made of. A layer is prepared once, memory for its output
 * included; running it allocates nothing. Every backend gives an example the same bits whatever
 * batch it is part of and wherever in it.
 */
export interface Backend {
  readonly name: string;

  /** Memory for `length` bytes of examples. */
  createInput(length: number): ByteInput;

  /** Prepares `(x / divisor) · weight + bias` on bytes, for batches of up to `batchSize`. */
  denseBytes(layer: DenseWeights, divisor: number, batchSize: number): DenseBytes;

  /** Prepares `x · weight + bias`, for batches of up to `batchSize`. */
  dense(layer: DenseWeights, batchSize: number): Dense;

  /** Applies the function to the first `count` rows of `width`, in place. */
  activate(activation: Activation, x: Rows, count: number, width: number): void;

  /** Says of each of the first `count` rows of `width` what there is to know of its softmax. */
  summarize(x: Rows, count: number, width: number): Summaries;
}

/** What rows of logits are read as. The backend's own memory: the next call writes over it. */
export interface Summaries {
  /** `[N]`: where each row is largest, the first of equals. */
  readonly predictions: Uint32Array;
  /** `[N, 2]`: Σ e^(x - max), and Σ (e^(x - max))². */
  readonly sums: Float32Array;
}

/** Runs a layer on `count` examples from the `first` on. */
export type DenseBytes = (x: ByteInput, first: number, count: number) => Rows;

/** Runs a layer on the first `count` rows. */
export type Dense = (x: Rows, count: number) => Rows;
