import type { Shape } from "@evalpool/models";
import { size } from "@evalpool/tensor";

/*
 * In training the first axis of an example lies last in memory: maps [C, H, W] as [H, W, C], so that
 * all there is of a channel is a column. A flat value lies as it is.
 */

/** A value as rows of channels. */
export function channelRows(shape: Shape): { readonly channels: number; readonly pixels: number } {
  const [channels = 1, ...more] = shape;
  return { channels, pixels: size(more) };
}

/** Where the values of one example lie, in row-major order of its axes. */
export function placesInMemory(shape: Shape): Uint32Array {
  const { channels, pixels } = channelRows(shape);
  return Uint32Array.from(
    { length: channels * pixels },
    (_, i) => (i % pixels) * channels + Math.floor(i / pixels),
  );
}

/** How far it is in memory from one index along an axis to the next. */
export function strideInMemory(shape: Shape, axis: number): number {
  return axis === 0 ? 1 : size(shape.slice(axis + 1)) * channelRows(shape).channels;
}
