import type { Node, NodeParameter, OpName, ParameterFacts, Shape } from "@evalpool/models";
import { size } from "@evalpool/tensor";
import type { Random } from "@evalpool/random";
import type { Arithmetic } from "../arithmetic/arithmetic.js";
import type { Floats } from "../floats.js";

/** Values that training changes, and the gradient that tells it how. */
export interface TrainableParameter extends ParameterFacts {
  readonly name: string;
  readonly values: Floats;
  /** ∂loss/∂values, written anew by every `backward`; empty where there is none to learn by. */
  readonly gradient: Floats;
}

/** In training batches are normalised by their own statistics, and values are dropped. */
export type Mode = "training" | "inference";

/**
 * One layer in training. It brings its own backward pass and owns its buffers, so a step allocates
 * nothing; what a method returns is overwritten by its next call, and is never to be written to.
 */
export interface TrainableLayer {
  readonly parameters: readonly TrainableParameter[];
  /** The outputs of `count` examples. Keeps the inputs for the backward pass. */
  forward(inputs: readonly Floats[], count: number, mode: Mode): Floats;
  /**
   * Fills the gradient of every parameter, from ∂loss/∂output of the last forward pass in training,
   * and gives ∂loss/∂input of each input that it was asked for.
   */
  backward(gradient: Floats, count: number): readonly (Floats | undefined)[];
}

/** What a layer must know of the network around it. Shapes are of one example. */
export interface LayerContext {
  readonly inputShapes: readonly Shape[];
  readonly outputShape: Shape;
  /** Of its node, by role. */
  readonly parameters: Readonly<Record<string, NodeParameter>>;
  /** The most examples that one pass takes. */
  readonly batchSize: number;
  /** For each input, whether its gradient is asked for. */
  readonly isAsked: readonly boolean[];
  readonly arithmetic: Arithmetic;
  /** Random numbers of this layer's own. */
  readonly random: Random;
}

/** Prepares a node of an operation for training. @throws {SpecError} when it cannot be trained */
export type LayerFactory<O extends OpName> = (
  node: Node<O>,
  context: LayerContext,
) => TrainableLayer;

/** The parameter of a role with room for its values and their gradient. */
export function trainable(context: LayerContext, role: string): TrainableParameter {
  const parameter = optional(context, role);
  if (parameter === undefined) throw new RangeError(`there is no parameter ${role}`);
  return parameter;
}

/** The same of a role that a node may lack. */
export function optional(
  { parameters, arithmetic }: LayerContext,
  role: string,
): TrainableParameter | undefined {
  const parameter = parameters[role];
  if (parameter === undefined) return undefined;
  const { name, ...facts } = parameter;
  const length = size(facts.shape);
  const values = arithmetic.allocate(length);
  values.fill(facts.initial ?? 0);
  return { ...facts, name, values, gradient: arithmetic.allocate(facts.isStatistic ? 0 : length) };
}

/** Room for a batch of values of one shape. */
export function allocateBatch({ arithmetic, batchSize }: LayerContext, shape: Shape): Floats {
  return arithmetic.allocate(batchSize * size(shape));
}

/** Room for the gradient of each input that is asked for. */
export function allocateGradients(context: LayerContext): (Floats | undefined)[] {
  return context.inputShapes.map((shape, i) =>
    context.isAsked[i] ? allocateBatch(context, shape) : undefined,
  );
}
