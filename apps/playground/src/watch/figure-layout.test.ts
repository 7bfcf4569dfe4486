import fc from "fast-check";
import { expect, test } from "vitest";
import { boxOf, figureOf, indexAt, layOutFigure, type Figure } from "./figure-layout.js";

const figures = fc.record({
  kind: fc.constantFrom("maps" as const, "image" as const),
  items: fc.integer({ min: 1, max: 40 }),
  height: fc.integer({ min: 1, max: 9 }),
  width: fc.integer({ min: 1, max: 9 }),
});
const bars = fc.integer({ min: 1, max: 300 }).map((items): Figure => {
  return { kind: "bars", items, height: 1, width: 1 };
});
const rooms = fc.record({
  width: fc.integer({ min: 0, max: 500 }),
  side: fc.integer({ min: 1, max: 60 }),
  rows: fc.constantFrom(1, 2, 3, Infinity),
});

test("each value that is shown is found where it is drawn, and nowhere else", () => {
  fc.assert(
    fc.property(fc.oneof(figures, bars), rooms, (figure, room) => {
      const layout = layOutFigure(figure, room);
      const [misplaced, strays]: [number[], number[]] = [[], []];
      const seen = new Uint8Array(layout.width * layout.height);
      for (let i = 0; i < layout.shown * figure.height * figure.width; i++) {
        const { x, y, width, height } = boxOf(layout, i);
        for (let row = y; row < y + height; row++) {
          for (let column = x; column < x + width; column++) {
            const isInside = column < layout.width && row < layout.height;
            // No two values lie over each other.
            if (!isInside || seen[row * layout.width + column]!++ > 0) misplaced.push(i);
          }
        }
        if (indexAt(layout, x + width - 0.5, y + 0.5) !== i) misplaced.push(i);
      }
      for (let i = 0; i < seen.length; i++) {
        const at = indexAt(layout, i % layout.width, Math.floor(i / layout.width));
        if ((at !== undefined) !== (seen[i] === 1)) strays.push(i);
      }
      expect({ misplaced, strays }).toEqual({ misplaced: [], strays: [] });
    }),
    { numRuns: 40 },
  );
});

test("values in a row and maps of one pixel are bars, others are maps", () => {
  expect(figureOf([50])).toEqual({ kind: "bars", items: 50, height: 1, width: 1 });
  expect(figureOf([64, 1, 1])).toEqual({ kind: "bars", items: 64, height: 1, width: 1 });
  expect(figureOf([])).toEqual({ kind: "bars", items: 1, height: 1, width: 1 });
  expect(figureOf([16, 24, 20])).toEqual({ kind: "maps", items: 16, height: 24, width: 20 });
  expect(figureOf([6, 7])).toEqual({ kind: "maps", items: 1, height: 6, width: 7 });
});

test("as many maps as there is room for, and all where rows are free", () => {
  const figure = figureOf([64, 6, 6]);
  const few = layOutFigure(figure, { width: 300, side: 56, rows: 2 });
  // 9 pixels for each value, and 4 between maps of 54.
  expect([few.cell, few.columns, few.shown]).toEqual([9, 5, 10]);
  expect(layOutFigure(figure, { width: 300, side: 56, rows: Infinity }).shown).toBe(64);
});

test("a picture stays as large as any browser draws", () => {
  const { width, height, shown } = layOutFigure(figureOf([100_000, 7, 7]), {
    width: 300,
    side: 56,
    rows: Infinity,
  });
  expect(width * height).toBeLessThan(4_100_000);
  expect(shown).toBeGreaterThan(500);
});
