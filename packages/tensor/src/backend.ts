/** The activation functions that a layer can end in. */
export type Activation = "step" | "sigmoid" | "relu" | "softmax" | "identity";

/**
 * What a compiled forward pass is made of: a few functions over row-major float32 arrays that
 * the backend itself allocates. Every backend gives one image the same bits whatever batch it
 * is part of.
 */
export interface Backend {
  readonly name: string;

  /** Zero-filled memory that this backend's functions can read and write. */
  allocate(length: number): Float32Array;

  /** `out[N, M] = x[N, K] · weights[K, M] + bias[M]`, for the first `n` rows. */
  dense(
    x: Float32Array,
    weights: Float32Array,
    bias: Float32Array,
    out: Float32Array,
    n: number,
  ): void;

  /** Applies the function to the first `n` rows of `x[N, width]`, in place. */
  activate(activation: Activation, x: Float32Array, n: number, width: number): void;

  /** Writes the index of the largest entry of each of the first `n` rows of `x[N, width]`. */
  argmax(x: Float32Array, n: number, width: number, out: Uint32Array): void;
}
