import type { Random } from "@evalpool/random";
import { drawLines, type Point } from "../draw-lines.js";
import { at, SIDE, type Kind } from "../kind.js";

/**
 * Zigzag lines from column 2 to 25 of 28, a tooth of 2 pixels every 4. MNIST-C draws one, of width
 * 2.3. (Its code makes each pixel of the digit that is not black white, too; here it stays.)
 */
export const zigzag: Kind = (severity, shape) => {
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
  return drawLines(width, shape, (random) => Array.from({ length: count }, () => teeth(random)));
};

const [START, END] = [2, 25];
const TOOTH = 2;

/** The points of one line: it runs up or down by at most 5 rows, its teeth at a right angle to it. */
function teeth(random: Random): Point[] {
  const row = random.below(SIDE - 1);
  const rise = random.below(10) - 5;
  const length = Math.sqrt((END - START) ** 2 + rise ** 2);
  const [alongX, alongY] = [(END - START) / length, rise / length];
  const points: Point[] = [[START, row]];
  let side = TOOTH;
  for (let along = TOOTH; along < length; along += 2 * TOOTH) {
    points.push([START + along * alongX - side * alongY, row + along * alongY + side * alongX]);
    side = -side;
  }
  points.push([END, row + rise]);
  return points;
}
