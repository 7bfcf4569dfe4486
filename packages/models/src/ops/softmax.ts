import { softmax as apply } from "@evalpool/tensor";
import * as z from "zod/mini";
import { only, type Operation } from "./operation.js";

/** `e^x / Σ e^x` along the last axis. */
export const softmax: Operation<Record<never, never>> = {
  attributes: () => z.strictObject({}),
  inputs: 1,
  isActivation: true,
  infer: (shapes) => ({ output: only(shapes) }),
  apply: ({ inputs }) => apply(only(inputs)),
};
