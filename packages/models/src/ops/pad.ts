import { mapStride, type MapShape, type Padding, type Tensor } from "@evalpool/tensor";
import { ShapeError } from "@evalpool/errors";
import * as z from "zod/mini";
import { runsOfPadded } from "../compile/runs.js";
import { floatsLike, imagesOf } from "./images.js";
import { only, type Operation } from "./operation.js";
import { number, padding } from "./said.js";
import { mapsOf, toPadding, type SaidPadding } from "./window.js";

export interface PadAttributes {
  readonly padding: Padding;
  readonly value: number;
  /** What is around the image instead of one value: its edge, or what lies as far inside of that. */
  readonly mode?: "edge" | "reflect";
}

export interface SaidPad {
  readonly padding: SaidPadding;
  readonly value?: number | undefined;
  readonly mode?: "constant" | "edge" | "reflect" | undefined;
}

/**
 * Pixels around each image: `[C, H, W] → [C, top + H + bottom, left + W + right]`. (`numpy.pad`,
 * ONNX's `Pad`.)
 */
export const pad: Operation<PadAttributes, SaidPad, Record<never, never>> = {
  inputs: 1,
  roles: {},
  needs: ["padding"],
  said: () =>
    z.strictObject({
      padding: padding(),
      value: z.optional(number()),
      mode: z.optional(z.enum(["constant", "edge", "reflect"])),
    }),
  complete: ({ padding, value = 0, mode = "constant" }) => ({
    padding: toPadding(padding),
    value,
    ...(mode !== "constant" && { mode }),
  }),
  infer(shapes, { padding, mode }) {
    const [top, left, bottom, right] = padding;
    const { channels, height, width } = mapsOf("pad", only(shapes));
    if (mode === "reflect" && (Math.max(top, bottom) >= height || Math.max(left, right) >= width)) {
      const reason = `expected less reflected padding than the image of ${height}×${width}, got ${padding.join(",")}`;
      throw new ShapeError("pad", shapes, reason);
    }
    return { output: [channels, top + height + bottom, left + width + right] };
  },
  apply: ({ inputs, attributes }) => applyPad(only(inputs), attributes),
  lower(lowering) {
    const { attributes } = lowering;
    const [from, to] = [mapsOf("pad", only(lowering.shapes)), mapsOf("pad", lowering.shape)];
    const runs = runsOfPadded(from, to, paddedFrom(from, attributes));
    const slot = lowering.readMaps(0);
    const sources = [{ from: slot, runs }];
    lowering.write({ kind: "move", sources, fill: attributes.value }, mapStride(to), to);
  },
};

function applyPad(x: Tensor, attributes: PadAttributes): Tensor {
  const { padding, value } = attributes;
  const [top, left, bottom, right] = padding;
  const images = imagesOf(x);
  const { count, channels, height, width, data, batch } = images;
  const [rows, columns] = [top + height + bottom, left + width + right];
  const sources = paddedFrom(images, attributes);
  const out = floatsLike(x, count * channels * rows * columns);
  for (let at = 0; at < out.length; at++) {
    const plane = Math.floor(at / (rows * columns));
    const from = sources(Math.floor(at / columns) % rows, at % columns);
    out[at] = from < 0 ? value : data[plane * height * width + from]!;
  }
  return { data: out, shape: [...batch, channels, rows, columns] };
}

/** The pixel of an image that a place of the padded one is; negative where it is of the padding. */
export function paddedFrom(
  { height, width }: Pick<MapShape, "height" | "width">,
  { padding: [top, left], mode }: PadAttributes,
): (row: number, column: number) => number {
  const along = (at: number, length: number): number => {
    if (at >= 0 && at < length) return at;
    if (mode === "edge") return Math.min(Math.max(at, 0), length - 1);
    return mode === "reflect" ? length - 1 - Math.abs(length - 1 - Math.abs(at)) : -1;
  };
  return (row, column) => {
    const [y, x] = [along(row - top, height), along(column - left, width)];
    return y < 0 || x < 0 ? -1 : y * width + x;
  };
}
