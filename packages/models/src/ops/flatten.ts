import { reshape, size } from "@evalpool/tensor";
import { only, type Operation } from "./operation.js";
import { nothing } from "./said.js";

type None = Record<never, never>;

/** One axis of all: `[…] → [product]`, in row-major order. */
export const flatten: Operation<None, None, None> = {
  inputs: 1,
  roles: {},
  said: nothing,
  complete: () => ({}),
  infer: (shapes) => ({ output: [size(only(shapes))] }),
  apply({ inputs, batchAxes }) {
    const x = only(inputs);
    return reshape(x, [...x.shape.slice(0, batchAxes), -1]);
  },
  // Maps stay as they lie: who reads them flat takes that into account.
  lower: (lowering) => lowering.alias(0),
};
