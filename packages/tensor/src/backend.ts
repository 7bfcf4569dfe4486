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
  /** Floats from one row of its output to the next. */
  readonly stride: number;
}

/** The kinds of memory that are a backend's own, so that no other backend's can be handed to it. */
export interface BackendMemory {
  /** A block that rows are laid out in. */
  readonly block: unknown;
  readonly rows: Rows;
  readonly input: ByteInput;
}

/**
 * What a compiled forward pass is made of. A layer is packed once, for all threads; prepared once in
 * each, with the rows that it reads and writes; running it allocates nothing. Every backend gives an
 * example the same bits whatever batch it is part of and wherever in it.
 *
 * Whatever prepares, packs or creates throws an EvalpoolError of kind "model" when memory does not
 * suffice; a run throws a RangeError when it is given more rows than there are.
 */
export interface Backend<M extends BackendMemory = BackendMemory> {
  readonly name: string;

  /** Memory for `length` bytes of examples. */
  createInput(length: number): M["input"];

  /** A block of zeroed memory. */
  allocate(bytes: number): M["block"];

  /** Room for `count` rows of `stride` floats, from a byte of a block on, a multiple of 16. */
  rows(block: M["block"], offset: number, stride: number, count: number): M["rows"];

  /** Packs `(x / divisor) · weight + bias` on bytes, to be prepared any number of times. */
  packDenseBytes(layer: DenseWeights, divisor: number): PackedDense;

  /** Prepares a layer on bytes. */
  denseBytes(layer: PackedDense, x: M["input"], out: M["rows"]): RunBytes;

  /** Packs `x · weight + bias`, to be prepared any number of times. */
  packDense(layer: DenseWeights): PackedDense;

  /** Prepares a layer on rows. */
  dense(layer: PackedDense, x: M["rows"], out: M["rows"]): RunRows;

  /** Floats from one row to the next of what `mapBytes` gives for examples of `width` bytes. */
  mapBytesStride(width: number): number;

  /**
   * Prepares `table[x]` on examples of `width` bytes.
   *
   * @param table a float for each of the 256 bytes
   */
  mapBytes(table: Float32Array, width: number, x: M["input"], out: M["rows"]): RunBytes;

  /**
   * Applies the function to the first `count` rows of `width`, in place.
   *
   * @param group how many values a softmax is taken over; a row may hold several such groups
   */
  activate(
    activation: Activation,
    x: M["rows"],
    count: number,
    width: number,
    group?: number,
  ): void;

  /** Says of each of the first `count` rows of `width` what there is to know of its softmax. */
  summarize(x: M["rows"], count: number, width: number): Summaries;
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

/** Runs on `count` examples from the `first` on. */
export type RunBytes = (first: number, count: number) => void;

/** Runs on the first `count` rows. */
export type RunRows = (count: number) => void;
