import type { ImageFormat } from "@evalpool/mnist";

/** Of one image, and how it is stored. */
export type ImageAxes = Pick<ImageFormat, "channels" | "height" | "width" | "layout">;

/** Numbers of channels that an axis is taken to be of. */
const CHANNELS: readonly (number | undefined)[] = [1, 3, 4];

/** Whether an axis is one of channels, perhaps. */
export function mayBeChannels(length: number | undefined): boolean {
  return CHANNELS.includes(length);
}

/**
 * What `--shape` says: `[H, W]`, or `[C, H, W]`; or else `[H, W, C]`, where the last can be one of
 * channels and the first cannot.
 */
export function axesSaid(said: readonly number[]): ImageAxes {
  const [a = 1, b = 1, c] = said;
  if (c === undefined) return { channels: 1, height: a, width: b, layout: "CHW" };
  const isTogether = mayBeChannels(c) && !mayBeChannels(a);
  if (isTogether) return { channels: c, height: a, width: b, layout: "HWC" };
  return { channels: a, height: b, width: c, layout: "CHW" };
}
