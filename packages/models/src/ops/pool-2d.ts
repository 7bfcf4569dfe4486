import { ShapeError } from "@evalpool/errors";
import {
  mapStride,
  type Pair,
  type PoolGeometry,
  type Tensor,
  type Window,
} from "@evalpool/tensor";
import * as z from "zod/mini";
import type { Lowering } from "../compile/lowering.js";
import type { PoolKernel } from "../compile/program.js";
import type { Shape } from "../shape.js";
import { floatsLike, imagesOf } from "./images.js";
import { only, type Operation } from "./operation.js";
import { nothing, padding, pair } from "./said.js";
import { completeWindow, mapsOf, placesOver, type SaidWindow } from "./window.js";

export interface PoolAttributes extends Window {
  /** Whether the last window may reach over the padding. */
  readonly ceilMode: boolean;
}

export interface SaidPool extends SaidWindow {
  readonly ceilMode?: boolean | undefined;
}

export interface AveragePoolAttributes extends PoolAttributes {
  /** Whether the zeros of the padding count. */
  readonly countsPadding: boolean;
}

export interface SaidAveragePool extends SaidPool {
  readonly countsPadding?: boolean | undefined;
}

function saidPool() {
  return z.strictObject({
    kernel: pair(),
    strides: z.optional(pair()),
    padding: z.optional(padding()),
    dilations: z.optional(pair()),
    ceilMode: z.optional(z.boolean()),
  });
}

/** A window moves by its own size unless told otherwise. */
function completePool({ ceilMode = false, ...window }: SaidPool): PoolAttributes {
  return { ...completeWindow(window, window.kernel), ceilMode };
}

/** The largest of each window: `[C, H, W] → [C, places, places]`. (ONNX's `MaxPool`.) */
export const maxPool2d: Operation<PoolAttributes, SaidPool, Record<never, never>> = {
  inputs: 1,
  roles: {},
  needs: ["kernel"],
  said: saidPool,
  complete: completePool,
  infer: (shapes, attributes) => ({ output: pooled("maxPool2d", only(shapes), attributes) }),
  apply: ({ inputs, attributes }) =>
    pool(only(inputs), attributes, (values) => values.reduce((a, b) => Math.max(a, b), -Infinity)),
  lower: (lowering) => lowerPool(lowering, "max"),
};

/** The mean of each window: `[C, H, W] → [C, places, places]`. (ONNX's `AveragePool`.) */
export const averagePool2d: Operation<
  AveragePoolAttributes,
  SaidAveragePool,
  Record<never, never>
> = {
  inputs: 1,
  roles: {},
  needs: ["kernel"],
  said: () => z.extend(saidPool(), { countsPadding: z.optional(z.boolean()) }),
  complete: ({ countsPadding = false, ...said }) => ({ ...completePool(said), countsPadding }),
  infer: (shapes, attributes) => ({ output: pooled("averagePool2d", only(shapes), attributes) }),
  apply: ({ inputs, attributes }) =>
    pool(
      only(inputs),
      attributes,
      (values, counted) =>
        values.reduce((a, b) => a + b, 0) / (attributes.countsPadding ? counted : values.length),
    ),
  lower: (lowering) =>
    lowerPool(lowering, lowering.attributes.countsPadding ? "meanWithPadding" : "mean"),
};

/** The mean of each channel: `[C, H, W] → [C, 1, 1]`. (ONNX's `GlobalAveragePool`.) */
export const globalAveragePool2d: Operation<
  Record<never, never>,
  Record<never, never>,
  Record<never, never>
> = {
  inputs: 1,
  roles: {},
  said: nothing,
  complete: () => ({}),
  infer(shapes) {
    const { channels } = mapsOf("globalAveragePool2d", only(shapes));
    return { output: [channels, 1, 1] };
  },
  apply: ({ inputs }) =>
    pool(
      only(inputs),
      wholeImage(only(inputs).shape.slice(-3)),
      (values) => values.reduce((a, b) => a + b, 0) / values.length,
    ),
  lower: (lowering) => lowerPool(lowering, "mean", wholeImage(only(lowering.shapes))),
};

function wholeImage(shape: Shape): PoolAttributes {
  const { height, width } = mapsOf("globalAveragePool2d", shape);
  return { ...completeWindow({ kernel: [height, width] }, 1), ceilMode: false };
}

function pooled(op: string, shape: Shape, { ceilMode, ...window }: PoolAttributes): Shape {
  const { kernel, padding, dilations } = window;
  const { channels } = mapsOf(op, shape);
  const isOutside = ([0, 1] as const).some((axis) => {
    const reach = dilations[axis] * (kernel[axis] - 1) + 1;
    return padding[axis] >= reach || padding[axis === 0 ? 2 : 3] >= reach;
  });
  if (isOutside || leavesPixelsOut(shape, window)) {
    const reason =
      `its window of ${kernel.join("×")} with dilations ${dilations.join("×")} would hold nothing ` +
      `but padding ${padding.join(",")}; less padding than window is needed`;
    throw new ShapeError(op, [shape], reason);
  }
  return [channels, ...placesOver(op, shape, window, ceilMode)];
}

/** Whether a dilated window may step over an image that is smaller than a step. */
function leavesPixelsOut(shape: Shape, { dilations, padding }: Window): boolean {
  const { height, width } = mapsOf("pool", shape);
  const isPadded = padding.some((pixels) => pixels > 0);
  return isPadded && (height < dilations[0] || width < dilations[1]);
}

/** @param reduce what becomes of a window's pixels; `counted` has those of the padding too */
function pool(
  x: Tensor,
  attributes: PoolAttributes,
  reduce: (values: number[], counted: number) => number,
): Tensor {
  const images = imagesOf(x);
  const { kernel, strides, padding, dilations, ceilMode } = attributes;
  const { height, width } = images;
  const places = placesOver("pool", x.shape.slice(-3), attributes, ceilMode);
  const planes = images.count * images.channels;
  const out = floatsLike(x, planes * places[0] * places[1]);
  let at = 0;
  for (let plane = 0; plane < planes; plane++) {
    for (let row = 0; row < places[0]; row++) {
      for (let column = 0; column < places[1]; column++) {
        const values: number[] = [];
        let counted = 0;
        for (let i = 0; i < kernel[0]; i++) {
          for (let j = 0; j < kernel[1]; j++) {
            const y = row * strides[0] + i * dilations[0] - padding[0];
            const x = column * strides[1] + j * dilations[1] - padding[1];
            if (y < height + padding[2] && x < width + padding[3]) counted++;
            if (y < 0 || y >= height || x < 0 || x >= width) continue;
            values.push(images.data[(plane * height + y) * width + x]!);
          }
        }
        out[at++] = reduce(values, counted);
      }
    }
  }
  return { data: out, shape: [...images.batch, images.channels, ...places] };
}

function lowerPool(
  lowering: Lowering<object>,
  mode: PoolKernel["mode"],
  attributes = lowering.attributes as PoolAttributes,
): void {
  const { kernel, strides, padding, dilations } = attributes;
  const input = mapsOf("pool", only(lowering.shapes));
  const output = mapsOf("pool", lowering.shape);
  const places: Pair = [output.height, output.width];
  const geometry: PoolGeometry = { input, output: places, kernel, strides, padding, dilations };
  const from = lowering.readMaps(0);
  lowering.write({ kind: "pool", mode, geometry, from }, mapStride(output), output);
}
