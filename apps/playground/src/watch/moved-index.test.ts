import { expect, test } from "vitest";
import { figureOf, layOutFigure } from "./figure-layout.js";
import { movedIndex } from "./moved-index.js";

const room = { width: 100, side: 20, rows: 1 };

test("arrows lead to the neighbours in a map, pages to other maps, and nothing leads out", () => {
  // Maps of 12 values, of which 4 fit.
  const layout = layOutFigure(figureOf([9, 3, 4]), { ...room, width: 96 });
  expect(layout.shown).toBe(4);
  const from = (index: number, key: string) => movedIndex(layout, index, key);
  expect(from(5, "ArrowRight")).toBe(6);
  expect(from(5, "ArrowLeft")).toBe(4);
  expect(from(5, "ArrowDown")).toBe(9);
  expect(from(5, "ArrowUp")).toBe(1);
  expect(from(5, "PageDown")).toBe(17);
  expect(from(17, "PageUp")).toBe(5);
  expect(from(5, "Home")).toBe(0);
  expect(from(5, "End")).toBe(47);
  for (const key of ["ArrowLeft", "ArrowUp", "PageUp"]) expect(from(0, key)).toBe(0);
  for (const key of ["ArrowRight", "ArrowDown", "PageDown"]) expect(from(47, key)).toBe(47);
  expect(from(5, "Tab")).toBeUndefined();
});

test("of bars, up and down lead to the row above and below", () => {
  const layout = layOutFigure(figureOf([60]), { ...room, rows: 3 });
  expect(layout.columns).toBe(25);
  expect(movedIndex(layout, 3, "ArrowDown")).toBe(28);
  expect(movedIndex(layout, 28, "ArrowUp")).toBe(3);
});
