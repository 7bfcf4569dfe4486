import { reshape, size } from "@evalpool/tensor";
import { only, type Operation } from "./operation.js";

/** One axis of all: `[…] → [product]`, in row-major order. */
export const flatten: Operation<Record<never, never>> = {
  inputs: 1,
  infer: (shapes) => ({ output: [size(only(shapes))] }),
  apply({ inputs, batchAxes }) {
    const x = only(inputs);
    return reshape(x, [...x.shape.slice(0, batchAxes), -1]);
  },
};
