import { expect, test } from "vitest";
import { distance, placeLabels, type LabelledLine } from "./place-labels.js";

const HEIGHT = 14;

/** Every neuron of one column to every one of the next, both as high as the other. */
function edges(from: number, to: number): LabelledLine[] {
  return Array.from({ length: from * to }, (_, i) => ({
    x1: 0,
    y1: (800 / from) * (0.5 + Math.floor(i / to)),
    x2: 100,
    y2: (800 / to) * (0.5 + (i % to)),
    width: 28,
  }));
}

test.each([
  [5, 8],
  [8, 7],
  [7, 5],
  [10, 4],
])("keeps the labels of %d × %d edges apart", (from, to) => {
  const labels = placeLabels(edges(from, to), HEIGHT);
  const pairs = labels.flatMap((label, i) => labels.slice(i + 1).map((other) => [label, other]));
  const closest = Math.min(...pairs.map(([a, b]) => distance(a!, b!, HEIGHT)));
  expect(closest).toBeGreaterThanOrEqual(1);
});

test("puts each label on its own line", () => {
  const lines = edges(4, 3);
  for (const [i, { x, y }] of placeLabels(lines, HEIGHT).entries()) {
    const { y1, y2 } = lines[i]!;
    expect(y).toBeCloseTo(y1 + (x / 100) * (y2 - y1), 9);
  }
});
