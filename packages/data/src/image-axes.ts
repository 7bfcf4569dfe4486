import { DataError, formatShape } from "@evalpool/errors";
import { axesSaid, mayBeChannels, type ImageAxes } from "./axes-said.js";

/**
 * What the axes of an array of images mean: `[N, H, W]`, or `[N, H, W, C]` and `[N, C, H, W]` with 1,
 * 3 or 4 channels, the former where both could be; `[N, pixels]` with a shape, as `axesSaid` takes it.
 *
 * @param shape of the array
 * @param said of one image, as in `axesSaid`
 * @param file for the error
 * @throws {DataError} when they mean no images, or others than are said
 */
export function imageAxes(
  shape: readonly number[],
  file: string,
  said?: readonly number[],
): ImageAxes {
  const [, ...axes] = shape;
  const expected = said && axesSaid(said);
  const isAsSaid = ({ channels, height, width }: ImageAxes): boolean =>
    !expected ||
    (channels === expected.channels && height === expected.height && width === expected.width);
  const taken = axes.length === 1 ? flat(axes, expected) : candidates(axes).find(isAsSaid);
  if (taken) return taken;
  if (said) {
    throw new DataError(
      file,
      `expected --shape ${said.join("x")}, got shape ${formatShape(shape)}`,
    );
  }
  throw new DataError(file, `${EXPECTED}, got shape ${formatShape(shape)}${adviceOn(axes)}`);
}

const EXPECTED = "expected images of shape (N,H,W), (N,H,W,C) or (N,C,H,W), of 1, 3 or 4 channels";

function flat([pixels]: readonly number[], expected: ImageAxes | undefined): ImageAxes | undefined {
  if (expected === undefined) return undefined;
  return expected.channels * expected.height * expected.width === pixels ? expected : undefined;
}

/** In the order in which they are believed. */
function candidates(axes: readonly number[]): ImageAxes[] {
  const [a = 0, b = 0, c = 0] = axes;
  if (axes.length === 2) return [{ channels: 1, height: a, width: b, layout: "CHW" }];
  if (axes.length !== 3) return [];
  const found: ImageAxes[] = [];
  if (mayBeChannels(c)) found.push({ channels: c, height: a, width: b, layout: "HWC" });
  if (mayBeChannels(a)) found.push({ channels: a, height: b, width: c, layout: "CHW" });
  return found;
}

function adviceOn(axes: readonly number[]): string {
  const [pixels = 0] = axes;
  if (axes.length !== 1) return "";
  const side = Math.sqrt(pixels);
  const example = Number.isInteger(side) ? `${side}x${side}` : "HxW";
  return `; of flat rows --shape says it, as --shape ${example}`;
}
