import { formatShape, ShapeError } from "@evalpool/errors";
import { placesOf, type MapShape, type Padding, type Pair, type Window } from "@evalpool/tensor";
import type { Shape } from "../shape.js";

/** One for both axes, or `[height, width]`. */
export type SaidPair = number | Pair;
/** One for all sides, `[height, width]`, or `[top, left, bottom, right]`. */
export type SaidPadding = number | Pair | Padding;

/** Of any number of a window: kernels count places and pixels between them in 32 bits. */
const LARGEST = 2 ** 14;

/** A window as a spec says it. */
export interface SaidWindow {
  readonly kernel: SaidPair;
  readonly strides?: SaidPair | undefined;
  readonly padding?: SaidPadding | undefined;
  readonly dilations?: SaidPair | undefined;
}

/** @param strides what they are unless said */
export function completeWindow(said: SaidWindow, strides: SaidPair): Window {
  return {
    kernel: toPair(said.kernel),
    strides: toPair(said.strides ?? strides),
    padding: toPadding(said.padding ?? 0),
    dilations: toPair(said.dilations ?? 1),
  };
}

function toPair(said: SaidPair): Pair {
  return typeof said === "number" ? [said, said] : said;
}

export function toPadding(said: SaidPadding): Padding {
  if (typeof said === "number") return [said, said, said, said];
  return said.length === 2 ? [said[0], said[1], said[0], said[1]] : said;
}

/** Feature maps `[C, H, W]`. @throws {ShapeError} when a shape is not of such */
export function mapsOf(op: string, shape: Shape): MapShape {
  const [channels, height, width, ...more] = shape;
  if (channels === undefined || height === undefined || width === undefined || more.length > 0) {
    const got = `got shape ${formatShape(shape)}`;
    const reason = `expected feature maps (channels,height,width), ${got}; reshape it to such`;
    throw new ShapeError(op, [shape], reason);
  }
  return { channels, height, width };
}

/**
 * How many places a window has over an image, `[height, width]`.
 *
 * @param ceilMode whether the last may reach over the padding, if it begins before that
 * @throws {ShapeError} when it does not fit the padded image
 */
export function placesOver(op: string, shape: Shape, window: Window, ceilMode = false): Pair {
  const { height, width } = mapsOf(op, shape);
  const { kernel, strides, padding, dilations } = window;
  const largest = Math.max(...kernel, ...strides, ...padding, ...dilations);
  if (largest > LARGEST) {
    const most = LARGEST.toLocaleString("en-US");
    const reason = `expected kernel, strides, padding and dilations of at most ${most}, got ${largest}`;
    throw new ShapeError(op, [shape], reason);
  }
  const along = (size: number, axis: 0 | 1): number => {
    const places = placesOf(size, window, axis);
    if (places < 1) {
      const reach = ([0, 1] as const).map((at) => dilations[at] * (kernel[at] - 1) + 1);
      const padded = [height + padding[0] + padding[2], width + padding[1] + padding[3]];
      const reason =
        `its window of ${reach.join("×")} does not fit the padded input of ` +
        `${padded.join("×")}, got shape ${formatShape(shape)}; a smaller one or more padding would`;
      throw new ShapeError(op, [shape], reason);
    }
    if (!ceilMode) return places;
    const reach = dilations[axis] * (kernel[axis] - 1) + 1;
    const room = size + padding[axis] + padding[axis === 0 ? 2 : 3] - reach;
    const more = Math.ceil(room / strides[axis]) + 1;
    // The last must begin in the image or the padding before it (as PyTorch and ONNX have it).
    return (more - 1) * strides[axis] >= size + padding[axis] ? more - 1 : more;
  };
  return [along(height, 0), along(width, 1)];
}
