import type { Tensor } from "@evalpool/tensor";
import type { Shape } from "../shape.js";

/**
 * All that there is to know of an operation but for how it is trained (`@evalpool/training`) and
 * which kernels run it (`compile/`).
 */
export interface Operation<Attributes extends object> {
  /** How many values it takes. */
  readonly inputs: number;
  /** Whether it is drawn and named with the layer before it, as a function of what that gives. */
  readonly isActivation?: true;
  /**
   * Shapes of what it gives and of its parameters, by role.
   *
   * @throws {ShapeError} when its inputs do not fit it
   */
  infer(inputs: readonly Shape[], attributes: Attributes): Inferred;
  /** What it means: the reference that all else is held against. */
  apply(operands: Operands<Attributes>): Tensor;
}

interface Inferred {
  readonly output: Shape;
  readonly parameters?: Readonly<Record<string, ParameterFacts>>;
}

/** What a parameter must be. */
export interface ParameterFacts {
  /** As a model holds it. */
  readonly shape: Shape;
  /**
   * How many values each output sums over, and how many outputs each input reaches: what sets the
   * size of the first weights. Absent for a bias, which starts at 0 and does not decay.
   */
  readonly fans?: { readonly in: number; readonly out: number };
}

interface Operands<Attributes extends object> {
  readonly inputs: readonly Tensor[];
  /** How many axes of the inputs lie before those of one example: 0 or 1. */
  readonly batchAxes: number;
  readonly attributes: Attributes;
  /** By role, as a model holds them. */
  readonly parameters: Readonly<Record<string, Tensor>>;
}

/** The only value that it takes. */
export function only<T>(inputs: readonly T[]): T {
  const [input] = inputs;
  if (input === undefined || inputs.length > 1) {
    throw new RangeError(`expected one input, got ${inputs.length}`);
  }
  return input;
}
