import { formatShape, ShapeError } from "@evalpool/errors";
import { add, dot } from "@evalpool/tensor";
import * as z from "zod/mini";
import { only, type Operation } from "./operation.js";

/** What a spec may say of it; made when there is something to check, for that takes long. */
export function denseAttributes() {
  return z.strictObject({ units: z.int().check(z.positive()) });
}

type DenseAttributes = z.infer<ReturnType<typeof denseAttributes>>;

/** `x · weight + bias`: `[inputs] → [units]`, `weight` `[inputs, units]`, `bias` `[units]`. */
export const dense: Operation<DenseAttributes> = {
  inputs: 1,
  infer(shapes, { units }) {
    const [inputs, ...more] = only(shapes);
    if (inputs === undefined || more.length > 0) {
      const got = formatShape(only(shapes));
      throw new ShapeError(
        "dense",
        shapes,
        `expected a flat input, got shape ${got}; flatten it first`,
      );
    }
    return {
      output: [units],
      parameters: {
        weight: { shape: [inputs, units], fans: { in: inputs, out: units } },
        bias: { shape: [units] },
      },
    };
  },
  apply({ inputs, parameters }) {
    const { weight, bias } = parameters as Record<"weight" | "bias", (typeof parameters)[string]>;
    return add(dot(only(inputs), weight), bias);
  },
};
