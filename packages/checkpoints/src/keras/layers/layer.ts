import type { Shape } from "@evalpool/models";
import * as z from "zod/mini";
import type { Lowering, NamedArray } from "../lowering.js";
import type { Constant } from "../calls.js";
import type { Value } from "../value.js";

/** A layer that is applied, and where its nodes go. */
export interface Application<Config> {
  readonly config: Config;
  /** One or more values. */
  readonly inputs: readonly [Value, ...Value[]];
  /** A number in place of the second value, or the first. */
  readonly constant?: Constant;
  readonly lowering: Lowering;
  /** The major version of Keras that wrote the model. */
  readonly version: number;
  /**
   * Its arrays, of which there must be as many as these.
   *
   * @throws {CheckpointError}
   */
  readonly weights: <Roles extends readonly string[]>(...roles: Roles) => ArraysOf<Roles>;
}

/** An array for each role. */
export type ArraysOf<Roles extends readonly string[]> = {
  readonly [At in keyof Roles]: NamedArray;
};

/** How the layers of a class are checked and lowered. */
export interface LayerKind<Config = unknown> {
  /** What the layer's config must have; made when there is one to check. */
  readonly config: () => z.ZodMiniType<Config>;
  readonly lower: (application: Application<Config>) => Value;
}

/** For tables of layers, which hold them with the types of their configs left out. */
export function layer<Config>(
  config: () => z.ZodMiniType<Config>,
  lower: (application: Application<Config>) => Value,
): LayerKind {
  let schema: z.ZodMiniType<Config> | undefined;
  return {
    config: () => (schema ??= config()),
    lower: (application) => lower(application as Application<Config>),
  };
}

/** One for both axes, or `[height, width]`. */
export function pair() {
  const positive = z.int().check(z.positive());
  return z.union([
    z.tuple([positive, positive]),
    z.pipe(
      positive,
      z.transform((both): [number, number] => [both, both]),
    ),
  ]);
}

/** What layers of images say of their windows. */
export function windowConfig() {
  return {
    padding: z._default(z.enum(["valid", "same"]), "valid"),
    data_format: z.nullish(z.string()),
  };
}

/** Keras keeps images with channels last unless told otherwise. */
export function requireChannelsLast(
  format: string | null | undefined,
  { lowering }: Pick<Application<unknown>, "lowering">,
): void {
  if (format === "channels_first") lowering.unsupported("data_format channels_first");
}

/** The images that a layer takes. @throws {UnsupportedError} where it takes something else */
export function mapsTaken(
  { inputs, lowering }: Pick<Application<unknown>, "inputs" | "lowering">,
  what: string,
): Value & { readonly kind: "maps" } {
  const [value] = inputs;
  if (value.kind === "maps") return value;
  return lowering.unsupported(`${what} of values of shape ${told(value.shape)}`);
}

export function told(shape: Shape): string {
  return `(${shape.join(",")})`;
}
