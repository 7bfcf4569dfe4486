import { mapStride, type Padding, type Tensor } from "@evalpool/tensor";
import * as z from "zod/mini";
import { runsOfPadded } from "../compile/runs.js";
import { floatsLike, imagesOf } from "./images.js";
import { only, type Operation } from "./operation.js";
import { number, padding } from "./said.js";
import { mapsOf, toPadding, type SaidPadding } from "./window.js";

export interface PadAttributes {
  readonly padding: Padding;
  readonly value: number;
}

export interface SaidPad {
  readonly padding: SaidPadding;
  readonly value?: number | undefined;
}

/** Pixels of one value around each image: `[C, H, W] → [C, top + H + bottom, left + W + right]`. */
export const pad: Operation<PadAttributes, SaidPad, Record<never, never>> = {
  inputs: 1,
  roles: {},
  needs: ["padding"],
  said: () => z.strictObject({ padding: padding(), value: z.optional(number()) }),
  complete: ({ padding, value = 0 }) => ({ padding: toPadding(padding), value }),
  infer(shapes, { padding: [top, left, bottom, right] }) {
    const { channels, height, width } = mapsOf("pad", only(shapes));
    return { output: [channels, top + height + bottom, left + width + right] };
  },
  apply: ({ inputs, attributes }) => applyPad(only(inputs), attributes),
  lower(lowering) {
    const { padding, value: fill } = lowering.attributes;
    const [from, to] = [mapsOf("pad", only(lowering.shapes)), mapsOf("pad", lowering.shape)];
    const runs = runsOfPadded(from, to, padding);
    const slot = lowering.readMaps(0);
    const sources = [{ from: slot, runs }];
    lowering.write({ kind: "move", sources, fill }, mapStride(to), to);
  },
};

function applyPad(
  x: Tensor,
  { padding: [top, left, bottom, right], value }: PadAttributes,
): Tensor {
  const { count, channels, height, width, data, batch } = imagesOf(x);
  const [rows, columns] = [top + height + bottom, left + width + right];
  const out = floatsLike(x, count * channels * rows * columns).fill(value);
  for (let row = 0; row < count * channels * height; row++) {
    const plane = Math.floor(row / height);
    const to = (plane * rows + top + (row % height)) * columns + left;
    out.set(data.subarray(row * width, (row + 1) * width), to);
  }
  return { data: out, shape: [...batch, channels, rows, columns] };
}
