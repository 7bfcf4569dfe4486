import { activations, type Tensor } from "@evalpool/tensor";
import * as z from "zod/mini";
import { only, type Operation } from "./operation.js";

/** A function of each value. */
function elementwise(f: (x: Tensor) => Tensor): Operation<Record<never, never>> {
  return {
    attributes: () => z.strictObject({}),
    inputs: 1,
    isActivation: true,
    infer: (shapes) => ({ output: only(shapes) }),
    apply: ({ inputs }) => f(only(inputs)),
  };
}

/** `1` where x is above 0, else `0`. */
export const step = elementwise(activations.step);
/** `1 / (1 + e^-x)` */
export const sigmoid = elementwise(activations.sigmoid);
/** `max(0, x)` */
export const relu = elementwise(activations.relu);
/** `x` */
export const identity = elementwise(activations.identity);
