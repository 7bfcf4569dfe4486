import { expect, test } from "vitest";
import { heightFor, LABEL_LINE, leadEdges, type LabelledEdge, type Place } from "./edge-ends.js";

const [GAP, RADIUS, WIDTH] = [200, 24, 40];

/** A column of `count` neurons over a height. */
function column(count: number, x: number, height: number): Place[] {
  return Array.from({ length: count }, (_, i) => ({ x, y: (height / count) * (i + 0.5) }));
}

/** The edges of all neurons of one column to all of the next. */
function edges(from: number, to: number): LabelledEdge[] {
  const height = Math.max(100 * Math.max(from, to), to * heightFor(from));
  const starts = column(from, 0, height);
  const place = { radius: RADIUS, width: WIDTH };
  return column(to, GAP, height).flatMap((end) => leadEdges(starts, end, place));
}

/** From a place to the nearest of a line. */
function distanceTo({ x, y }: Place, a: Place, b: Place): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const along = Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(a.x + along * dx - x, a.y + along * dy - y);
}

function distance(place: Place, { start, left, right, end }: LabelledEdge): number {
  const parts = [
    [start, left],
    [left, right],
    [right, end],
  ] as const;
  return Math.min(...parts.map(([a, b]) => distanceTo(place, a, b)));
}

const sizes = [
  [1, 1],
  [2, 3],
  [5, 8],
  [8, 7],
  [7, 5],
  [4, 2],
  [1, 10],
  [10, 1],
  [10, 10],
] as const;

test.each(sizes)(
  "each label of %i × %i edges lies on its own edge, far from others",
  (from, to) => {
    const all = edges(from, to);
    for (const one of all) {
      expect(distance(one.middle, one)).toBe(0);
      for (const other of all) {
        if (other === one) continue;
        // Half a line, so that no other edge goes through the text.
        expect(distance(one.middle, other)).toBeGreaterThanOrEqual(LABEL_LINE / 2);
      }
    }
  },
);

test.each(sizes)("no two labels of %i × %i edges overlap, nor a label and a neuron", (from, to) => {
  const all = edges(from, to);
  for (const [i, { left, right, end }] of all.entries()) {
    expect(left.x).toBeGreaterThan(RADIUS);
    expect(right.x).toBeLessThan(end.x - RADIUS);
    for (const other of all.slice(0, i)) {
      // Labels of one column are as wide, so they are apart if their heights are.
      expect(Math.abs(other.left.y - left.y)).toBeGreaterThanOrEqual(LABEL_LINE - 1e-9);
    }
  }
});

test("edges to a neuron do not cross: their labels are in the order of where they come from", () => {
  const some = edges(5, 1);
  const heights = some.map(({ left }) => left.y);
  expect(heights).toEqual(heights.toSorted((a, b) => a - b));
});
