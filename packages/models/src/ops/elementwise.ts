import { activations, type Tensor } from "@evalpool/tensor";
import { only, type Operation } from "./operation.js";

/** A function of each value. Calls of it are marked, so that bundles without a use leave it out. */
function elementwise(f: (x: Tensor) => Tensor): Operation<Record<never, never>> {
  return {
    inputs: 1,
    isActivation: true,
    infer: (shapes) => ({ output: only(shapes) }),
    apply: ({ inputs }) => f(only(inputs)),
  };
}

/** `1` where x is above 0, else `0`. */
export const step = /* @__PURE__ */ elementwise(activations.step);
/** `1 / (1 + e^-x)` */
export const sigmoid = /* @__PURE__ */ elementwise(activations.sigmoid);
/** `max(0, x)` */
export const relu = /* @__PURE__ */ elementwise(activations.relu);
/** `x` */
export const identity = /* @__PURE__ */ elementwise(activations.identity);
