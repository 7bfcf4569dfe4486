import * as z from "zod/mini";
import { operationOf, ops, type OpName, type RolesOf, type SaidOf } from "./ops/ops.js";
import { preprocessSchema, type SaidPreprocess } from "./said-preprocess.js";
import { told } from "./told.js";

/** The functions that a layer of type `activation` may name. */
const functionNames = ["step", "sigmoid", "relu", "softmax", "identity"] as const;

/** Made when there is a spec to check: that takes Zod longer than a small run. */
export function modelSpecSchema() {
  const positiveInteger = z.int().check(z.positive());
  const someName = z.string().check(z.minLength(1));
  const parameterName = z
    .string({ error: ({ input }) => `expected its name in the checkpoint, got ${told(input)}` })
    .check(z.minLength(1, "expected its name in the checkpoint, got an empty text"));
  const place = {
    name: z.optional(someName),
    inputs: z.optional(z.array(someName).check(z.minLength(1))),
  };
  const layers = (Object.keys(ops) as OpName[]).map((op) => {
    const operation = operationOf(op);
    const { roles, layouts } = operation;
    const parameters = Object.entries(roles).map(([role, need]) => [
      role,
      need === "required" ? parameterName : z.optional(parameterName),
    ]);
    return z.extend(operation.said(), {
      ...place,
      type: z.literal(op),
      ...(Object.fromEntries(parameters) as Record<string, typeof someName>),
      ...(layouts && { layout: z.optional(z.enum(Object.keys(layouts))) }),
    });
  });
  const activation = z.strictObject({
    ...place,
    type: z.literal("activation"),
    function: z.enum(functionNames),
  });
  return z.strictObject({
    id: someName,
    input: z.array(positiveInteger).check(z.minLength(1)),
    image: z.optional(z.tuple([positiveInteger, positiveInteger, positiveInteger])),
    layers: z.array(z.discriminatedUnion("type", [activation, ...layers])).check(z.minLength(1)),
    preprocess: z.optional(preprocessSchema()),
    output: z.optional(someName),
  });
}

/** Where a layer stands: in a chain, unless it says otherwise. */
interface Place {
  /** Of what it gives, for others to take; `layers.3` unless told, counted from 0. */
  readonly name?: string | undefined;
  /** The values that it takes: what the layer before it gives unless told; `x` is the input. */
  readonly inputs?: readonly string[] | undefined;
}

type ParametersOf<Roles> = {
  readonly [R in keyof Roles as Roles[R] extends "required" ? R : never]: string;
} & {
  readonly [R in keyof Roles as Roles[R] extends "optional" ? R : never]?: string | undefined;
};

type LayerOf<O extends OpName> = { readonly type: O } & Place &
  SaidOf<O> &
  ParametersOf<RolesOf<O>> & { readonly layout?: string | undefined };

/**
 * One step of a network: an operation by its name, with its attributes, and its parameters as they
 * are named in the checkpoint. `layout` says how that holds a weight: "out,in" for `[units, inputs]`
 * as PyTorch's `Linear` does, "HWIO" as Keras' `Conv2D`.
 *
 * `activation` is another way to name a function of each value (softmax: of each row).
 */
export type Layer =
  | { [O in OpName]: LayerOf<O> }[OpName]
  | ({ readonly type: "activation"; readonly function: (typeof functionNames)[number] } & Place);

/**
 * A network as people write it down: its layers in order. Each takes what the one before it gives,
 * unless it names its inputs.
 */
export interface ModelSpec {
  readonly id: string;
  /** Shape of one example, as `[784]` or `[1, 28, 28]`. */
  readonly input: readonly number[];
  /** `[C, H, W]` of the images that a flat input is made of: others of as many pixels are refused. */
  readonly image?: readonly [number, number, number] | undefined;
  /** What becomes of stored pixels before they are the input: nothing unless told. */
  readonly preprocess?: SaidPreprocess | undefined;
  readonly layers: readonly Layer[];
  /** The value that the network is asked for: the last layer's unless told. */
  readonly output?: string | undefined;
}
