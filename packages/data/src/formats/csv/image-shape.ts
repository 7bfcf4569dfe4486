import { DataError } from "@evalpool/errors";
import { axesSaid, type ImageAxes } from "../../axes-said.js";

/**
 * The shape of images in rows of so many pixels: as it was said, else a square of one channel.
 *
 * @param said as in `axesSaid`; `[H, W, C]` is of rows in which the channels of a pixel stand together
 * @throws {DataError} when rows are of another length, or no square
 */
export function imageShape(
  pixels: number,
  said: readonly number[] | undefined,
  file: string,
): ImageAxes {
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

function shapeSaid(pixels: number, said: readonly number[], file: string): ImageAxes {
  const product = said.reduce((all, length) => all * length, 1);
  if (product !== pixels || said.length < 2 || said.length > 3) {
    const expected = `expected rows of ${product} pixels, as --shape ${said.join("x")} says`;
    throw new DataError(file, `${expected}, got ${pixels}`);
  }
  return axesSaid(said);
}
