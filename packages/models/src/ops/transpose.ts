import { formatShape, ShapeError } from "@evalpool/errors";
import { size, transpose as apply } from "@evalpool/tensor";
import * as z from "zod/mini";
import { runsOfTransposed } from "../compile/runs.js";
import { only, type Operation } from "./operation.js";
import { naturalNumber } from "./said.js";

export interface TransposeAttributes {
  /** Axis i of what it gives is axis `permutation[i]` of what it takes; the batch is no axis. */
  readonly permutation: readonly number[];
}

/** The axes in another order (`numpy.transpose`). */
export const transpose: Operation<
  TransposeAttributes,
  TransposeAttributes,
  Record<never, never>
> = {
  inputs: 1,
  roles: {},
  needs: ["permutation"],
  said: () => z.strictObject({ permutation: z.array(naturalNumber()) }),
  complete: ({ permutation }) => ({ permutation }),
  infer(shapes, { permutation }) {
    const shape = only(shapes);
    const sorted = permutation.toSorted((a, b) => a - b);
    if (sorted.length !== shape.length || sorted.some((axis, i) => axis !== i)) {
      const axes = `each of the axes 0 to ${shape.length - 1} once`;
      const reason = `expected ${axes}, got ${permutation.join(",")} for shape ${formatShape(shape)}`;
      throw new ShapeError("transpose", shapes, reason);
    }
    return { output: permutation.map((axis) => shape[axis] ?? 1) };
  },
  apply({ inputs, batchAxes, attributes }) {
    const batch = Array.from({ length: batchAxes }, (_, axis) => axis);
    return apply(only(inputs), [...batch, ...attributes.permutation.map((a) => a + batchAxes)]);
  },
  lower(lowering) {
    const runs = runsOfTransposed(only(lowering.shapes), lowering.attributes.permutation);
    const from = lowering.readRow(0);
    lowering.write({ kind: "move", sources: [{ from, runs }] }, size(lowering.shape));
  },
};
