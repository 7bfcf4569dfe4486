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

/** The kinds of memory that are a backend's own, so that no other backend's can be handed to it. */
export interface BackendMemory {
  /** A block that rows are laid out in. */
  readonly block: unknown;
  readonly rows: Rows;
  readonly input: ByteInput;
}

/** Gives out a backend's memory. */
export interface MemoryKernels<M extends BackendMemory> {
  /** Memory for `length` bytes of examples. */
  createInput(length: number): M["input"];

  /** A block of zeroed memory. */
  allocate(bytes: number): M["block"];

  /** Room for `count` rows of `stride` floats, from a byte of a block on, a multiple of 16. */
  rows(block: M["block"], offset: number, stride: number, count: number): M["rows"];
}

/** Runs on `count` examples from the `first` on. */
export type RunBytes = (first: number, count: number) => void;

/** Runs on the first `count` rows. */
export type RunRows = (count: number) => void;
