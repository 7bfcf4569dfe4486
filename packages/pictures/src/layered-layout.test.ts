import fc from "fast-check";
import { expect, test } from "vitest";
import { layOutLayers, layoutSize, type Box, type Edge, type Layout } from "./layered-layout.js";

const box: Box = { width: 100, height: 40 };

test("a chain is a straight line downwards", () => {
  const { corners, edges } = layOutLayers([box, box, box], [[0, 1], [1, 2]]); // prettier-ignore
  expect(corners.map(({ x }) => x)).toEqual([18, 18, 18]);
  expect(corners.map(({ y }) => y)).toEqual([0, 84, 168]);
  expect(edges[0]!.at(0)).toEqual({ x: 68, y: 40 });
  expect(edges[0]!.at(-1)).toEqual({ x: 68, y: 84 });
});

test("a residual connection runs beside what it passes by, which stays in line", () => {
  const chain: Edge[] = [[0, 1], [1, 2], [2, 3], [0, 3]]; // prettier-ignore
  const { corners, edges } = layOutLayers([box, box, box, box], chain);
  for (const { x } of corners) expect(x).toBeCloseTo(corners[0]!.x, 0);
  const beside = edges[3]!.slice(2, -1).map(({ x }) => x);
  expect(new Set(beside).size).toBe(1);
  expect(beside[0]).toBeGreaterThan(corners[1]!.x + box.width);
});

test("branches part and meet around the middle", () => {
  const edges: Edge[] = [[0, 1], [0, 2], [0, 3], [1, 4], [2, 4], [3, 4]]; // prettier-ignore
  const { corners } = layOutLayers([box, box, box, box, box], edges);
  expect(corners[4]!.x).toBeCloseTo(corners[0]!.x, 6);
  expect(corners[2]!.x).toBeCloseTo(corners[0]!.x, 6);
  expect(corners[0]!.x - corners[1]!.x).toBeCloseTo(corners[3]!.x - corners[0]!.x, 6);
});

const graphs = fc
  .array(
    fc.record({
      from: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
      height: fc.integer({ min: 20, max: 90 }),
    }),
    { minLength: 1, maxLength: 25 },
  )
  .map((nodes) => {
    const boxes: Box[] = [box, ...nodes.map(({ height }) => ({ width: 100, height }))];
    const edges = nodes.flatMap(({ from }, i) => from.map((n): Edge => [n % (i + 1), i + 1]));
    return { boxes, edges };
  });

/** Whether a point is inside of a box, not at its rim. */
function isInside({ corners }: Layout, boxes: readonly Box[], x: number, y: number): boolean {
  return corners.some((corner, i) => {
    const { width, height } = boxes[i]!;
    const [dx, dy] = [x - corner.x, y - corner.y];
    return dx > 0.01 && dx < width - 0.01 && dy > 0.01 && dy < height - 0.01;
  });
}

test("of any graph no two boxes overlap, and no edge runs through one", () => {
  fc.assert(
    fc.property(graphs, ({ boxes, edges }) => {
      const layout = layOutLayers(boxes, edges);
      for (const [i, a] of layout.corners.entries()) {
        expect(a.x).toBeGreaterThanOrEqual(0);
        expect(a.x + boxes[i]!.width).toBeLessThanOrEqual(layout.width);
        expect(a.y + boxes[i]!.height).toBeLessThanOrEqual(layout.height);
        for (const [j, b] of layout.corners.entries()) {
          if (j <= i) continue;
          const isApart =
            Math.abs(a.x - b.x) >= 100 || a.y + boxes[i]!.height <= b.y || b.y + boxes[j]!.height <= a.y; // prettier-ignore
          expect(isApart).toBe(true);
        }
      }
      for (const points of layout.edges) {
        for (const [i, to] of points.entries()) {
          const from = points[i - 1];
          if (from === undefined) continue;
          expect(to.y).toBeGreaterThanOrEqual(from.y);
          // Between two points a curve stays between their heights: in a gap, or straight.
          for (const part of [0.1, 0.5, 0.9]) {
            const [x, y] = [from.x + part * (to.x - from.x), from.y + part * (to.y - from.y)];
            expect(isInside(layout, boxes, x, y)).toBe(false);
          }
        }
      }
    }),
  );
});

test("a box stands below all that lead to it, and the size is told before", () => {
  fc.assert(
    fc.property(graphs, ({ boxes, edges }) => {
      const { corners, edges: ways } = layOutLayers(boxes, edges);
      for (const [from, to] of edges) expect(corners[to]!.y).toBeGreaterThan(corners[from]!.y);
      // Each place where edges of one box pass by others is two points of the longest of them.
      const longest = boxes.map((_, i) =>
        Math.max(2, ...edges.flatMap(([from], e) => (from === i ? [ways[e]!.length - 1] : []))),
      );
      const places = longest.reduce((sum, points) => sum + (points - 2) / 2, 0);
      expect(layoutSize(boxes.length, edges)).toBe(boxes.length + places);
    }),
  );
});
