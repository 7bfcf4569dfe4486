import { divide } from "@evalpool/tensor";
import * as z from "zod/mini";
import { only, type Operation } from "./operation.js";

export interface ScaleAttributes {
  readonly divisor: number;
}

/** `x / divisor`, as 255 for pixels. */
export const scale: Operation<ScaleAttributes> = {
  attributes: () => z.strictObject({ divisor: z.number().check(z.positive()) }),
  inputs: 1,
  infer: (shapes) => ({ output: only(shapes) }),
  apply: ({ inputs, attributes }) => divide(only(inputs), attributes.divisor),
};
