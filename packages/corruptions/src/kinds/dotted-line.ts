import { drawLines } from "../draw-lines.js";
import { at, SIDE, type Kind } from "../kind.js";

/**
 * Dotted lines from the left edge to the right, two columns of 28 drawn and two not. MNIST-C draws
 * one, of width 2.3.
 */
export const dottedLine: Kind = (severity, shape) => {
  const [count, width] = at(
    [
      [1, 1.2],
      [1, 1.7],
      [1, 2.3],
      [2, 2.3],
      [3, 2.3],
    ],
    severity,
  );
  return drawLines(
    width,
    shape,
    (random) =>
      Array.from({ length: count }, () => [
        [0, random.below(SIDE - 1)],
        [SIDE - 1, random.below(SIDE - 1)],
      ]),
    (column) => Math.floor(column / 2) % 2 !== 0,
  );
};
