import type { Layer } from "@evalpool/models";

/** float32 to train with; float64 where a check of the mathematics must be sharp. */
export type Floats = Float32Array | Float64Array;

/** Values that training changes, and the gradient that tells it how. */
export interface TrainableParameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Floats;
  /** ∂loss/∂values, written anew by every `parameterGradients`. */
  readonly gradient: Floats;
  /**
   * How many values each output sums over, and how many outputs each input reaches: what sets the
   * size of the first weights. Absent for a bias, which starts at 0 and does not decay.
   */
  readonly fans?: { readonly in: number; readonly out: number };
}

/**
 * One layer in training. It brings its own backward pass and owns its buffers, so a step allocates
 * nothing; what a method returns is overwritten by the next call.
 */
export interface TrainableLayer {
  /** Shape of one example's output. */
  readonly outputShape: readonly number[];
  readonly parameters: readonly TrainableParameter[];
  /** The outputs of `count` examples. Keeps `x` for the backward pass. */
  forward(x: Floats, count: number): Floats;
  /**
   * Fills the gradient of every parameter, from ∂loss/∂output of the last forward pass. Absent
   * where there is nothing to learn.
   */
  parameterGradients?(gradient: Floats, count: number): void;
  /** ∂loss/∂input from ∂loss/∂output of the last forward pass. */
  inputGradient(gradient: Floats, count: number): Floats;
}

/** What a layer must know of the network around it. */
export interface LayerContext {
  /** Shape of one example's input. */
  readonly inputShape: readonly number[];
  /** The most examples that one pass takes. */
  readonly batchSize: number;
  /** Gives zeros. */
  readonly allocate: (length: number) => Floats;
}

export type LayerFactory<T extends Layer["type"]> = (
  layer: Extract<Layer, { type: T }>,
  context: LayerContext,
) => TrainableLayer;
