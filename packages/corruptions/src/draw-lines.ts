import type { Random } from "@evalpool/random";
import { SIDE, toByte, type Corrupt, type Shape } from "./kind.js";
import { log } from "./series.js";

/** A place in MNIST's pixels, of which an image has 28 each way whatever its size. */
export type Point = readonly [column: number, row: number];

/** How far the ink of a line reaches above and below it, of its width: where 1 + ln(1 - t) is 0. */
const END = 1 - 1 / 2.718281828459045;

/**
 * Prepares drawing lines of points, from left to right, over images. The ink at a distance d above
 * or below a line of width w is 1 + ln(1 - d / w), as in MNIST-C; it is added to all channels.
 *
 * @param width in MNIST's pixels
 * @param lines where they go in one image
 * @param isDrawn whether a line is drawn at a column
 */
export function drawLines(
  width: number,
  shape: Shape,
  lines: (random: Random) => readonly (readonly Point[])[],
  isDrawn: (column: number) => boolean = () => true,
): Corrupt {
  const [channels, height, columns] = shape;
  // Where pixels are large, a line still meets the centre of one in each column.
  const reach = Math.max(width, SIDE / height) * END;
  const ink = new Float64Array(height * columns);
  const draw = ([c0, r0]: Point, [c1, r1]: Point): void => {
    for (let x = 0; x < columns; x++) {
      const column = ((x + 0.5) * SIDE) / columns - 0.5;
      if (column < Math.floor(c0) || column >= Math.ceil(c1) || !isDrawn(column)) continue;
      const middle = r0 + ((column - c0) * (r1 - r0)) / (c1 - c0);
      for (let y = 0; y < height; y++) {
        const distance = Math.abs(((y + 0.5) * SIDE) / height - 0.5 - middle);
        if (distance >= reach) continue;
        const here = y * columns + x;
        ink[here] = Math.max(ink[here]!, 1 + log(1 - (distance / reach) * END));
      }
    }
  };
  return (image, into, random) => {
    ink.fill(0);
    for (const line of lines(random)) {
      for (let i = 1; i < line.length; i++) draw(line[i - 1]!, line[i]!);
    }
    for (let i = 0; i < channels * ink.length; i++) {
      into[i] = toByte(image[i]! + 255 * ink[i % ink.length]!);
    }
  };
}
