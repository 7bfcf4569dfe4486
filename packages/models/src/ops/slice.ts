import { formatShape, ShapeError } from "@evalpool/errors";
import { channelStride, mapStride, size, type MapShape, type Tensor } from "@evalpool/tensor";
import * as z from "zod/mini";
import { runsOfChannelPart, runsOfPadded, runsOfWhole } from "../compile/runs.js";
import { floatsLike } from "./images.js";
import { only, type Operation } from "./operation.js";
import { naturalNumber, positiveInteger } from "./said.js";
import { mapsOf } from "./window.js";

export interface SliceAttributes {
  /** Of one example: 0 are the channels. */
  readonly axis: number;
  readonly start: number;
  /** The first that is left out. */
  readonly end: number;
}

export interface SaidSlice {
  readonly axis?: number | undefined;
  readonly start?: number | undefined;
  readonly end: number;
}

/** What lies between two places along an axis (`x[:, start:end]` in NumPy, ONNX's `Slice`). */
export const slice: Operation<SliceAttributes, SaidSlice, Record<never, never>> = {
  inputs: 1,
  roles: {},
  needs: ["end"],
  said: () =>
    z.strictObject({
      axis: z.optional(naturalNumber()),
      start: z.optional(naturalNumber()),
      end: positiveInteger(),
    }),
  complete: ({ axis = 0, start = 0, end }) => ({ axis, start, end }),
  infer(shapes, { axis, start, end }) {
    const shape = only(shapes);
    const length = shape[axis];
    if (length === undefined) {
      const reason = `there is no axis ${axis} in shape ${formatShape(shape)}`;
      throw new ShapeError("slice", shapes, reason);
    }
    if (start >= end || end > length) {
      const reason = `expected a part of axis ${axis} of shape ${formatShape(shape)}, got ${start} to ${end}`;
      throw new ShapeError("slice", shapes, reason);
    }
    return { output: shape.toSpliced(axis, 1, end - start) };
  },
  apply: ({ inputs, batchAxes, attributes }) => part(only(inputs), batchAxes, attributes),
  lower(lowering) {
    const { shape, attributes } = lowering;
    const from = only(lowering.shapes);
    if (shape.length < 3 || from.length !== 3) {
      const runs = runsOfWhole(from, shape, attributes.axis, attributes.start);
      lowering.write({ kind: "move", sources: [{ from: lowering.readRow(0), runs }] }, size(shape));
      return;
    }
    const to = mapsOf("slice", shape);
    const runs = runsOfMaps(mapsOf("slice", from), to, attributes);
    const isPadded = channelStride(to.channels) > to.channels;
    const sources = [{ from: lowering.readMaps(0), runs }];
    lowering.write({ kind: "move", sources, ...(isPadded && { fill: 0 }) }, mapStride(to), to);
  },
};

function runsOfMaps(from: MapShape, to: MapShape, { axis, start }: SliceAttributes) {
  if (axis === 0) return runsOfChannelPart(from, to, start);
  const [top, left] = axis === 1 ? [start, 0] : [0, start];
  return runsOfPadded(from, to, (row, column) => (row + top) * from.width + column + left);
}

function part(x: Tensor, batchAxes: number, { axis, start, end }: SliceAttributes): Tensor {
  const along = batchAxes + axis;
  const inner = size(x.shape.slice(along + 1));
  const step = (x.shape[along] ?? 1) * inner;
  const length = (end - start) * inner;
  const outer = size(x.shape.slice(0, along));
  const out = floatsLike(x, outer * length);
  for (let o = 0; o < outer; o++) {
    const first = o * step + start * inner;
    out.set(x.data.subarray(first, first + length), o * length);
  }
  return { data: out, shape: x.shape.toSpliced(along, 1, end - start) };
}
