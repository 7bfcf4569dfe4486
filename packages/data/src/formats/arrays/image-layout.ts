import { formatShape, DataError, shorten } from "@evalpool/errors";
import type { ImageFormat } from "@evalpool/mnist";

/** How the images of an array lie. */
export type ImageLayout = Pick<ImageFormat, "channels" | "height" | "width" | "layout">;

/** Channels that an axis of as many is taken for. */
const CHANNELS: readonly number[] = [1, 3, 4];
/** Elements of an image. */
const LARGEST_IMAGE = 2 ** 28;

/**
 * How images lie by the shape of their array: `[N, H, W]`; `[N, H, W, C]` or `[N, C, H, W]`, of which
 * the axis of 1, 3 or 4 is the channels, and the last one where both are; or `[N, pixels]`, where
 * `said` has the rest.
 *
 * @param told what the array is called in errors
 * @param said `[H, W]` or `[C, H, W]` of one image, where the caller says it
 * @throws {DataError} that says what to say
 */
export function imageLayout(
  shape: readonly number[],
  told: string,
  said?: readonly number[],
): ImageLayout {
  const refuse = (reason: string): never => {
    throw new DataError(told, reason);
  };
  const got = `got shape ${shorten(formatShape(shape))}`;
  const [count = 0, ...image] = shape;
  if (image.length < 1 || image.length > 3) {
    refuse(`expected images of shape (N,H,W), (N,H,W,C) or (N,C,H,W), ${got}`);
  }
  const elements = image.reduce((product, length) => product * length, 1);
  if (count === 0 || elements === 0) refuse(`expected images, ${got}`);
  if (elements > LARGEST_IMAGE) refuse(`expected images of up to ${LARGEST_IMAGE} pixels, ${got}`);
  if (said !== undefined) {
    const layout = saidLayout(image, said);
    return layout ?? refuse(`--shape says images of ${said.join("x")}, ${got}`);
  }
  return ownLayout(image) ?? refuse(advise(image, got));
}

function ownLayout(image: readonly number[]): ImageLayout | undefined {
  const [first = 0, second = 0, third] = image;
  if (image.length === 1) return undefined;
  if (third === undefined) return { channels: 1, height: first, width: second, layout: "CHW" };
  if (CHANNELS.includes(third)) {
    return { channels: third, height: first, width: second, layout: "HWC" };
  }
  if (!CHANNELS.includes(first)) return undefined;
  return { channels: first, height: second, width: third, layout: "CHW" };
}

/** The layout in which an image is what it is said to be, if there is one. */
function saidLayout(image: readonly number[], said: readonly number[]): ImageLayout | undefined {
  const [channels = 0, height = 0, width = 0] = said.length === 2 ? [1, ...said] : said;
  const isStoredAs = (...lengths: number[]): boolean => image.join() === lengths.join();
  const size = { channels, height, width };
  if (isStoredAs(height, width, channels)) return { ...size, layout: "HWC" };
  const isPlanar = isStoredAs(channels, height, width) || isStoredAs(channels * height * width);
  const isGray = channels === 1 && isStoredAs(height, width);
  return isPlanar || isGray ? { ...size, layout: "CHW" } : undefined;
}

function advise(image: readonly number[], got: string): string {
  if (image.length > 1) {
    return `expected 1, 3 or 4 channels, last or first, ${got}; --shape CxHxW says which they are`;
  }
  const side = Math.sqrt(image[0] ?? 0);
  const example = Number.isInteger(side) ? `${side}x${side}` : "HxW or CxHxW";
  return `images are stored flat, ${got}; say what they are, as --shape ${example}`;
}
