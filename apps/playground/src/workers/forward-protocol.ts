import type { PlainError } from "@evalpool/errors";
import type { Model } from "@evalpool/models";
import type { Tensor } from "@evalpool/tensor";

/** What the thread that runs the forward pass is asked, and answers once. */
export interface ForwardRequest {
  /** Of an image, prepared for the network. */
  readonly bytes: Uint8Array;
  /** The network, where it is another than before. */
  readonly model?: Model;
}

export type ForwardAnswer = { readonly pass: ForwardValues } | { readonly error: PlainError };

/** What a network made of one image. */
export interface ForwardValues {
  /** What pixels became: of the graph's input shape. */
  readonly input: Tensor;
  /** What each node gave, in the graph's order. */
  readonly values: readonly Tensor[];
  /** `[classes]`: what the evaluator's kernels give, to the bit. */
  readonly logits: Float32Array;
  /** `[classes]`: their softmax. */
  readonly probabilities: Float64Array;
  /** What the kernels are called. */
  readonly backend: string;
  /** Milliseconds: of the kernels alone, and of all values. */
  readonly kernelMs: number;
  readonly traceMs: number;
}
