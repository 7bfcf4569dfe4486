import type { Activation, PackedDense } from "@evalpool/tensor";

/**
 * A network made ready for a backend's kernels, as plain data: compiled once, it is handed to every
 * thread. Weights are packed as the kernels read them.
 */
export interface Program {
  /** Bytes of one example. */
  readonly inputWidth: number;
  /** Length of one row of logits. */
  readonly classes: number;
  /** Examples in one pass, at most. */
  readonly batchSize: number;
  readonly steps: readonly Step[];
  /** Where the values of a pass lie. */
  readonly slots: readonly Slot[];
  /** Of all slots together. */
  readonly bytes: number;
  /** The slot that holds the logits in the end. */
  readonly output: number;
}

/** A kernel, and what is done in place to what it wrote. */
export interface Step {
  readonly kernel: Kernel;
  /** The slot that it writes. */
  readonly to: number;
  readonly epilogue: readonly Epilogue[];
}

export type Kernel =
  | { readonly kind: "denseBytes"; readonly layer: PackedDense }
  /** Each byte of an example by a table of 256 floats. */
  | { readonly kind: "mapBytes"; readonly table: Float32Array; readonly width: number }
  | { readonly kind: "dense"; readonly layer: PackedDense; readonly from: number }
  | { readonly kind: "copy"; readonly from: number };

export type Epilogue =
  | {
      readonly kind: "activate";
      readonly activation: Activation;
      readonly width: number;
      /** What a softmax is taken over. */
      readonly group: number;
    }
  | { readonly kind: "divide"; readonly divisor: number };

/** Rows of floats in a program's memory. */
interface Slot {
  /** In bytes. */
  readonly offset: number;
  /** Floats from one row to the next. */
  readonly stride: number;
}
