import { softmax as apply } from "@evalpool/tensor";
import { only, type Operation } from "./operation.js";

/** `e^x / Σ e^x` along the last axis. */
export const softmax: Operation<Record<never, never>> = {
  inputs: 1,
  isActivation: true,
  infer: (shapes) => ({ output: only(shapes) }),
  apply: ({ inputs }) => apply(only(inputs)),
};
