import { formatShape, formatShapes, ShapeError } from "@evalpool/errors";
import { channelStride, concatenate, mapStride, size } from "@evalpool/tensor";
import * as z from "zod/mini";
import { runsOfChannels, runsOfPart } from "../compile/runs.js";
import type { Shape } from "../shape.js";
import type { Operation } from "./operation.js";
import { naturalNumber } from "./said.js";
import { mapsOf } from "./window.js";

export interface ConcatAttributes {
  /** Of one example: 0 are the channels. */
  readonly axis: number;
}

export interface SaidConcat {
  readonly axis?: number | undefined;
}

/** Values one after the other along an axis (`numpy.concatenate`). */
export const concat: Operation<ConcatAttributes, SaidConcat, Record<never, never>> = {
  inputs: { least: 1 },
  roles: {},
  said: () => z.strictObject({ axis: z.optional(naturalNumber()) }),
  complete: ({ axis = 0 }) => ({ axis }),
  infer(shapes, { axis }) {
    const [first = []] = shapes;
    const isAlike = ({ length }: Shape, shape: Shape): boolean =>
      shape.length === length && shape.every((n, i) => i === axis || n === first[i]);
    if (axis >= first.length) {
      const reason = `there is no axis ${axis} in shape ${formatShape(first)}`;
      throw new ShapeError("concat", shapes, reason);
    }
    if (!shapes.every((shape) => isAlike(first, shape))) {
      const reason = `expected shapes that differ along axis ${axis} alone, got ${formatShapes(shapes)}`;
      throw new ShapeError("concat", shapes, reason);
    }
    const length = shapes.reduce((sum, shape) => sum + (shape[axis] ?? 0), 0);
    return { output: first.toSpliced(axis, 1, length) };
  },
  apply: ({ inputs, batchAxes, attributes }) => concatenate(inputs, batchAxes + attributes.axis),
  lower(lowering) {
    const { shapes, shape, attributes } = lowering;
    if (shape.length === 3 && attributes.axis === 0) {
      const maps = mapsOf("concat", shape);
      let start = 0;
      const sources = shapes.map((one, i) => {
        const { channels } = mapsOf("concat", one);
        const runs = runsOfChannels(maps, channels, start);
        const part = { first: start, of: maps.channels };
        const isWhole = start % 4 === 0 && channels % 4 === 0;
        start += channels;
        return { from: lowering.readMaps(i), runs, ...(isWhole && { part }) };
      });
      const isPadded = channelStride(maps.channels) > maps.channels;
      const kernel = { kind: "move", sources, ...(isPadded && { fill: 0 }) } as const;
      lowering.write(kernel, mapStride(maps), maps);
      return;
    }
    let start = 0;
    const sources = shapes.map((part, i) => {
      const runs = runsOfPart(part, shape, attributes.axis, start);
      start += part[attributes.axis] ?? 0;
      return { from: lowering.readRow(i), runs };
    });
    lowering.write({ kind: "move", sources }, size(shape));
  },
};
