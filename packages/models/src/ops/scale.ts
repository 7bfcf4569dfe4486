import { divide } from "@evalpool/tensor";
import * as z from "zod/mini";
import { only, type Operation } from "./operation.js";

/** What a spec may say of it; made when there is something to check, for that takes long. */
export function scaleAttributes() {
  return z.strictObject({ divisor: z.number().check(z.positive()) });
}

type ScaleAttributes = z.infer<ReturnType<typeof scaleAttributes>>;

/** `x / divisor`, as 255 for pixels. */
export const scale: Operation<ScaleAttributes> = {
  inputs: 1,
  infer: (shapes) => ({ output: only(shapes) }),
  apply: ({ inputs, attributes }) => divide(only(inputs), attributes.divisor),
};
