import * as z from "zod/mini";
import { denseAttributes } from "./ops/dense.js";
import { scaleAttributes } from "./ops/scale.js";

/** Made when there is a spec to check: that takes Zod longer than a small run. */
export function modelSpecSchema() {
  const positiveInteger = z.int().check(z.positive());
  const someName = z.string().check(z.minLength(1));
  const scale = z.extend(scaleAttributes(), { type: z.literal("scale") });
  const flatten = z.strictObject({ type: z.literal("flatten") });
  const dense = z.extend(denseAttributes(), {
    type: z.literal("dense"),
    weight: someName,
    bias: someName,
    layout: z.optional(z.enum(["in,out", "out,in"])),
  });
  const activation = z.strictObject({
    type: z.literal("activation"),
    function: z.enum(["step", "sigmoid", "relu", "softmax", "identity"]),
  });
  const layer = z.discriminatedUnion("type", [scale, flatten, dense, activation]);
  return z.strictObject({
    id: someName,
    input: z.array(positiveInteger).check(z.minLength(1)),
    image: z.optional(z.tuple([positiveInteger, positiveInteger, positiveInteger])),
    layers: z.array(layer).check(z.minLength(1)),
  });
}

/**
 * One step of a network.
 * - `scale`: x / divisor, as 255 for pixels
 * - `flatten`: `[…, C, H, W] → […, C·H·W]`
 * - `dense`: `x · weight + bias` with `weight` `[inputs, units]` and `bias` `[units]`, both named as
 *   in the checkpoint; `layout` "out,in" says that the checkpoint holds `[units, inputs]`, as
 *   PyTorch's `Linear` does
 * - `activation`: a function of each value (softmax: of each row)
 */
export type Layer = z.infer<ReturnType<typeof modelSpecSchema>>["layers"][number];

/** A chain of layers, the short way to write a network down. */
export interface ModelSpec {
  readonly id: string;
  /** Shape of one example, as `[784]` or `[1, 28, 28]`. */
  readonly input: readonly number[];
  /** `[C, H, W]` of the images that a flat input is made of: others of as many pixels are refused. */
  readonly image?: readonly [number, number, number] | undefined;
  readonly layers: readonly Layer[];
}
