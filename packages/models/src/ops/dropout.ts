import { multiply } from "@evalpool/tensor";
import * as z from "zod/mini";
import { only, type Operation } from "./operation.js";

export interface DropoutAttributes {
  /** The part of the values that training drops. */
  readonly ratio: number;
  /**
   * When the sum is kept the same: in `training`, where what is kept is divided by `1 - ratio`, as
   * all do today; or in `inference`, where all is multiplied by it, as in the paper.
   */
  readonly scaling: "training" | "inference";
}

export interface SaidDropout {
  readonly ratio: number;
  readonly scaling?: DropoutAttributes["scaling"] | undefined;
}

/** x, or `x · (1 - ratio)`; training drops values at random (Srivastava et al. 2014). */
export const dropout: Operation<DropoutAttributes, SaidDropout, Record<never, never>> = {
  inputs: 1,
  roles: {},
  needs: ["ratio"],
  said: () =>
    z.strictObject({
      ratio: z.number().check(z.nonnegative(), z.lt(1)),
      scaling: z.optional(z.enum(["training", "inference"])),
    }),
  complete: ({ ratio, scaling = "training" }) => ({ ratio, scaling }),
  infer: (shapes) => ({ output: only(shapes) }),
  apply: ({ inputs, attributes }) => multiply(only(inputs), dropoutFactor(attributes)),
  lower(lowering) {
    const factor = dropoutFactor(lowering.attributes);
    if (factor === 1) lowering.alias(0);
    else lowering.change(0, { kind: "activate", f: { name: "divide", alpha: 1 / factor } });
  },
};

/** What values are multiplied by once training is over. */
export function dropoutFactor({ ratio, scaling }: DropoutAttributes): number {
  return scaling === "inference" ? 1 - ratio : 1;
}
