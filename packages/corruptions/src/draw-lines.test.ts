import { expect, test } from "vitest";
import { drawLines, type Point } from "./draw-lines.js";
import { fixed } from "./testing/fixed.js";

function drawn(width: number, size: number, line: readonly Point[]): Uint8Array {
  const into = new Uint8Array(size * size);
  drawLines(width, [1, size, size], () => [line])(new Uint8Array(size * size), into, fixed());
  return into;
}

test("a line has the ink of MNIST-C's", () => {
  const ink = drawn(2.3, 28, [[2.5, 5], [24.3, 9]]); // prettier-ignore
  // np.floor(line_from_points(2.5, 5, 24.3, 9) * 255 + 0.5), of mnist-c's corruptions.py
  expect(ink.reduce((sum, value) => sum + value, 0)).toBe(9961);
  expect(ink.reduce((sum, value, i) => sum + value * i, 0)).toBe(2059997);
  expect([2, 3, 4, 5, 6, 7].map((y) => ink[y * 28 + 2])).toEqual([0, 0, 127, 245, 91, 0]);
});

test("a line is as long and as thick in images of another size, and never thinner than a pixel", () => {
  const share = (size: number) =>
    drawn(2.3, size, [[0, 14], [27, 14]]).filter((v) => v > 0).length / size ** 2; // prettier-ignore
  expect(share(112)).toBeCloseTo((2.9 / 28) * (27 / 28), 1);
  const small = drawn(1, 4, [[0, 9], [27, 20]]); // prettier-ignore
  for (let x = 0; x < 4; x++) {
    expect([0, 1, 2, 3].some((y) => small[y * 4 + x]! > 0)).toBe(true);
  }
});
