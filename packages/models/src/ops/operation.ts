import type { Tensor } from "@evalpool/tensor";
import type * as z from "zod/mini";
import type { Lowering } from "../compile/lowering.js";
import type { Shape } from "../shape.js";
import type { Stored } from "../stored.js";

/**
 * All that there is to know of an operation, but for how its gradient is taken
 * (`@evalpool/training`).
 *
 * @typeParam Attributes what a graph says of it, whole
 * @typeParam Said what a spec says of it, where some may be left out or be said shortly
 */
export interface Operation<
  Attributes extends object = object,
  Said extends object = Attributes,
  Roles extends ParameterRoles = ParameterRoles,
> {
  /** How many values it takes; or the least number of them. */
  readonly inputs: number | { readonly least: number };
  /** Whether it is drawn and named with the layer before it, as a function of what that gives. */
  readonly isActivation?: true;
  /** Its parameters, by what they are to it, and whether they may be absent. */
  readonly roles: Roles;
  /** How a checkpoint may hold its weight, by the names that a spec has for that; the first unless said. */
  readonly layouts?: Readonly<Record<string, Stored>>;
  /** The attributes that a spec must say, as people tell them; all others have a default. */
  readonly needs?: readonly string[];
  /** The schema of what a spec says; made when there is something to check, for that takes long. */
  said(): z.ZodMiniObject;
  /** What a graph says, from what a spec does. */
  complete(said: Said): Attributes;
  /**
   * Shapes of what it gives and of its parameters, by role.
   *
   * @throws {ShapeError} when its inputs do not fit it
   */
  infer(inputs: readonly Shape[], attributes: Attributes): Inferred;
  /** How often it multiplies for one example; absent where it does not. */
  multiplications?(inputs: readonly Shape[], output: Shape, attributes: Attributes): number;
  /** What it means: the reference that all else is held against. */
  apply(operands: Operands<Attributes>): Tensor;
  /** Emits the kernels that run it. */
  lower(lowering: Lowering<Attributes>): void;
}

/** By role. */
type ParameterRoles = Readonly<Record<string, "required" | "optional">>;

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
   * size of the first weights, which decay. Absent for a bias and its kind.
   */
  readonly fans?: { readonly in: number; readonly out: number };
  /** What it is before training, where it has no fans: 0 unless told. */
  readonly initial?: number;
  /** Whether it is not learnt by its gradient: what batches were seen to be. */
  readonly isStatistic?: true;
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

/** Both values that it takes. */
export function both<T>(inputs: readonly T[]): [T, T] {
  const [left, right] = inputs;
  if (left === undefined || right === undefined || inputs.length > 2) {
    throw new RangeError(`expected two inputs, got ${inputs.length}`);
  }
  return [left, right];
}

/** The parameter of a role. */
export function parameterOf(parameters: Readonly<Record<string, Tensor>>, role: string): Tensor {
  const parameter = parameters[role];
  if (parameter === undefined) throw new RangeError(`there is no ${role}`);
  return parameter;
}
