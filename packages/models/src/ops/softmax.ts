import { formatShape, ShapeError } from "@evalpool/errors";
import {
  logSoftmax as applyLog,
  size,
  softmax as applySoftmax,
  type Tensor,
} from "@evalpool/tensor";
import * as z from "zod/mini";
import { runsOfTransposed } from "../compile/runs.js";
import { only, type Operation } from "./operation.js";
import { naturalNumber } from "./said.js";

export interface SoftmaxAttributes {
  /** Of one example; the last unless told. */
  readonly axis?: number;
}

export interface SaidSoftmax {
  readonly axis?: number | undefined;
}

/** `e^x / Σ e^x` along an axis. */
export const softmax = /* @__PURE__ */ softmaxOf("softmax", applySoftmax, false);

/** `x - ln Σ e^x` along an axis. */
export const logSoftmax = /* @__PURE__ */ softmaxOf("logSoftmax", applyLog, true);

function softmaxOf(
  name: string,
  apply: (x: Tensor, axis: number) => Tensor,
  isLog: boolean,
): Operation<SoftmaxAttributes, SaidSoftmax, Record<never, never>> {
  return {
    inputs: 1,
    isActivation: true,
    roles: {},
    said: () => z.strictObject({ axis: z.optional(naturalNumber()) }),
    complete: ({ axis }) => (axis === undefined ? {} : { axis }),
    infer(shapes, { axis = 0 }) {
      const output = only(shapes);
      if (axis < output.length) return { output };
      const reason = `there is no axis ${axis} in shape ${formatShape(output)}`;
      throw new ShapeError(name, shapes, reason);
    },
    apply({ inputs, batchAxes, attributes: { axis } }) {
      return apply(only(inputs), axis === undefined ? -1 : axis + batchAxes);
    },
    lower(lowering) {
      const { shape, attributes } = lowering;
      const last = Math.max(0, shape.length - 1);
      const axis = attributes.axis ?? last;
      const group = shape[axis] ?? 1;
      const epilogue = { kind: "softmax", group, isLog } as const;
      if (axis === last) {
        lowering.change(0, epilogue, "row");
        return;
      }
      // Along the last axis, and back.
      const order = [...shape.keys()].filter((i) => i !== axis).concat(axis);
      const turned = order.map((i) => shape[i] ?? 1);
      const runs = runsOfTransposed(shape, order);
      const back = runsOfTransposed(
        turned,
        order.map((_, i) => order.indexOf(i)),
      );
      const from = lowering.readRow(0);
      const scratch = lowering.scratch(
        { kind: "move", sources: [{ from, runs }] },
        size(shape),
        epilogue,
      );
      lowering.write({ kind: "move", sources: [{ from: scratch, runs: back }] }, size(shape));
    },
  };
}
