import { reshape as apply, size } from "@evalpool/tensor";
import * as z from "zod/mini";
import { formatShape, ShapeError } from "@evalpool/errors";
import { only, type Operation } from "./operation.js";
import { positiveInteger } from "./said.js";

export interface ReshapeAttributes {
  /** Of one example; one axis may be -1 and is worked out. */
  readonly shape: readonly number[];
}

/** The same values under another shape, in row-major order. */
export const reshape: Operation<ReshapeAttributes, ReshapeAttributes, Record<never, never>> = {
  inputs: 1,
  roles: {},
  needs: ["shape"],
  said: () => z.strictObject({ shape: z.array(z.union([z.literal(-1), positiveInteger()])) }),
  complete: ({ shape }) => ({ shape }),
  infer(shapes, { shape }) {
    const from = only(shapes);
    const known = size(shape.filter((length) => length !== -1));
    const output = shape.map((length) => (length === -1 ? size(from) / known : length));
    const isWhole = output.every((length) => Number.isInteger(length) && length > 0);
    const unknown = shape.filter((length) => length === -1).length;
    if (unknown > 1 || !isWhole || size(output) !== size(from)) {
      const reason = `cannot reshape ${formatShape(from)} into ${formatShape(shape)}`;
      throw new ShapeError("reshape", shapes, reason);
    }
    return { output };
  },
  apply({ inputs, batchAxes, attributes }) {
    const x = only(inputs);
    const example = { data: x.data, shape: x.shape.slice(batchAxes) };
    const batch = x.shape.slice(0, batchAxes);
    const { output } = reshape.infer([example.shape], attributes);
    return apply(x, [...batch, ...output]);
  },
  lower: (lowering) => lowering.alias(0, "row"),
};
