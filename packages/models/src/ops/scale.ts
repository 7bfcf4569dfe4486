import { divide } from "@evalpool/tensor";
import * as z from "zod/mini";
import { only, type Operation } from "./operation.js";

export interface ScaleAttributes {
  readonly divisor: number;
}

/** `x / divisor`, as 255 for pixels. */
export const scale: Operation<ScaleAttributes, ScaleAttributes, Record<never, never>> = {
  inputs: 1,
  roles: {},
  needs: ["divisor"],
  said: () => z.strictObject({ divisor: z.number().check(z.positive()) }),
  complete: ({ divisor }) => ({ divisor }),
  infer: (shapes) => ({ output: only(shapes) }),
  apply: ({ inputs, attributes }) => divide(only(inputs), attributes.divisor),
  lower: (lowering) =>
    lowering.change(0, {
      kind: "activate",
      f: { name: "divide", alpha: lowering.attributes.divisor },
    }),
};
