import { DataError, formatShape } from "@evalpool/errors";
import type { ImageFormat } from "@evalpool/mnist";

/** Numbers of channels that an axis is taken to be of. */
const CHANNELS: readonly (number | undefined)[] = [1, 3, 4];

/** Of one image, and how it is stored. */
export type ImageAxes = Pick<ImageFormat, "channels" | "height" | "width" | "layout">;

/**
 * What the axes of an array of images mean: `[N, H, W]`, or `[N, H, W, C]` and `[N, C, H, W]` with 1,
 * 3 or 4 channels, the former where both could be; `[N, pixels]` with a shape, which is taken as
 * `[C, H, W]`.
 *
 * @param shape of the array
 * @param said of one image, `[H, W]` or `[C, H, W]`
 * @param file for the error
 * @throws {DataError} when they mean no images, or others than are said
 */
export function imageAxes(
  shape: readonly number[],
  file: string,
  said?: readonly number[],
): ImageAxes {
  const [, ...axes] = shape;
  const expected = said && sizeOf(said);
  const isAsSaid = ({ channels, height, width }: ImageAxes): boolean =>
    !expected || [channels, height, width].every((length, axis) => length === expected[axis]);
  const taken = axes.length === 1 ? flat(axes, expected) : candidates(axes).find(isAsSaid);
  if (taken) return taken;
  if (expected) {
    throw new DataError(
      file,
      `expected --shape ${said.join("x")}, got shape ${formatShape(shape)}`,
    );
  }
  throw new DataError(file, `${EXPECTED}, got shape ${formatShape(shape)}${adviceOn(axes)}`);
}

const EXPECTED = "expected images of shape (N,H,W), (N,H,W,C) or (N,C,H,W), of 1, 3 or 4 channels";

type Size = readonly [channels: number, height: number, width: number];

function sizeOf(said: readonly number[]): Size {
  const [width = 1, height = 1, channels = 1] = said.toReversed();
  return [channels, height, width];
}

function flat([pixels]: readonly number[], expected: Size | undefined): ImageAxes | undefined {
  if (expected === undefined) return undefined;
  const [channels, height, width] = expected;
  if (channels * height * width !== pixels) return undefined;
  return { channels, height, width, layout: "CHW" };
}

/** In the order in which they are believed. */
function candidates(axes: readonly number[]): ImageAxes[] {
  const [a = 0, b = 0, c = 0] = axes;
  if (axes.length === 2) return [{ channels: 1, height: a, width: b, layout: "CHW" }];
  if (axes.length !== 3) return [];
  const found: ImageAxes[] = [];
  if (CHANNELS.includes(c)) found.push({ channels: c, height: a, width: b, layout: "HWC" });
  if (CHANNELS.includes(a)) found.push({ channels: a, height: b, width: c, layout: "CHW" });
  return found;
}

function adviceOn(axes: readonly number[]): string {
  const [pixels = 0] = axes;
  if (axes.length !== 1) return "";
  const side = Math.sqrt(pixels);
  const example = Number.isInteger(side) ? `${side}x${side}` : "HxW";
  return `; of flat rows --shape says it, as --shape ${example}`;
}
