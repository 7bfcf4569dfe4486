import type { Node, NodeParameter, OpName, ParameterFacts } from "@evalpool/models";
import { size } from "@evalpool/tensor";

/** float32 to train with; float64 where a check of the mathematics must be sharp. */
export type Floats = Float32Array | Float64Array;

/** Values that training changes, and the gradient that tells it how. */
export interface TrainableParameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Floats;
  /** ∂loss/∂values, written anew by every `parameterGradients`. */
  readonly gradient: Floats;
  /** Absent for a bias. */
  readonly fans?: ParameterFacts["fans"] | undefined;
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
  /** Of its node, by role. */
  readonly parameters: Readonly<Record<string, NodeParameter>>;
  /** The most examples that one pass takes. */
  readonly batchSize: number;
  /** Gives zeros. */
  readonly allocate: (length: number) => Floats;
}

/** Prepares a node of an operation for training. @throws {SpecError} when it cannot be trained */
export type LayerFactory<O extends OpName> = (
  node: Node<O>,
  context: LayerContext,
) => TrainableLayer;

/** A parameter of a node with room for its values and their gradient. */
export function trainable(
  { parameters, allocate }: LayerContext,
  role: string,
): TrainableParameter {
  const parameter = parameters[role];
  if (parameter === undefined) throw new RangeError(`there is no parameter ${role}`);
  const { name, shape, fans } = parameter;
  const [values, gradient] = [allocate(size(shape)), allocate(size(shape))];
  return { name, shape, values, gradient, fans };
}
