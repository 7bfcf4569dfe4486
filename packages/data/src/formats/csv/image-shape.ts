import { DataError } from "@evalpool/errors";
import type { ImageFormat } from "@evalpool/mnist";

/** What a row of pixels is. */
export type RowShape = Pick<ImageFormat, "channels" | "height" | "width" | "layout">;

/**
 * The shape of images in rows of so many pixels: as it was said, else a square of one channel.
 *
 * @param said `[H, W]`, or `[C, H, W]`; also `[H, W, C]`, of 3 or 4 channels, for rows in which the
 * channels of a pixel stand together
 * @throws {DataError} when rows are of another length, or no square
 */
export function imageShape(
  pixels: number,
  said: readonly number[] | undefined,
  file: string,
): RowShape {
  if (said !== undefined) return shapeSaid(pixels, said, file);
  const side = Math.sqrt(pixels);
  if (Number.isInteger(side)) return { channels: 1, height: side, width: side, layout: "CHW" };
  const got = `got rows of ${pixels} pixels`;
  const colour = Math.sqrt(pixels / 3);
  const advice = Number.isInteger(colour)
    ? `--shape 3x${colour}x${colour} says that they are planes of red, green and blue, ` +
      `--shape ${colour}x${colour}x3 that the three of a pixel stand together`
    : "--shape HxW says what they are";
  throw new DataError(file, `expected square images of one channel, ${got}; ${advice}`);
}

function shapeSaid(pixels: number, said: readonly number[], file: string): RowShape {
  const product = said.reduce((all, length) => all * length, 1);
  if (product !== pixels || said.length < 2 || said.length > 3) {
    const expected = `expected rows of ${product} pixels, as --shape ${said.join("x")} says`;
    throw new DataError(file, `${expected}, got ${pixels}`);
  }
  const [a, b, c] = said as [number, number, number?];
  if (c === undefined) return { channels: 1, height: a, width: b, layout: "CHW" };
  const isTogether = isColour(c) && !isColour(a) && a !== 1;
  if (isTogether) return { channels: c, height: a, width: b, layout: "HWC" };
  return { channels: a, height: b, width: c, layout: "CHW" };
}

function isColour(channels: number): boolean {
  return channels === 3 || channels === 4;
}
