import { expect, test } from "vitest";
import { boxOf, figureOf, layOutFigure, type Figure } from "./figure-layout.js";
import { paintValues, type Palette } from "./paint-values.js";
import { rangeOf } from "./value-range.js";

/** Colours that say which they are: 100 is 0, 0 to 99 negative, 101 to 200 positive, 1000 on grey. */
const palette: Palette = {
  shades: Uint32Array.from({ length: 201 }, (_, i) => i + 1),
  grays: Uint32Array.from({ length: 256 }, (_, i) => 1000 + i),
  line: 7000,
  frame: 8000,
};
const [negative, zero, positive] = [1, 101, 201];

function paint(figure: Figure, values: readonly number[]) {
  const layout = layOutFigure(figure, { width: 200, side: 8, rows: Infinity });
  const surface = { pixels: new Uint32Array(layout.width * layout.height), width: layout.width };
  paintValues(surface, layout, values, rangeOf(values), palette);
  const at = (x: number, y: number) => surface.pixels[y * layout.width + x];
  /** The colour in the middle of a value's box. */
  const colorOf = (index: number) => {
    const { x, y, width, height } = boxOf(layout, index);
    return at(x + Math.floor(width / 2), y + Math.floor(height / 2));
  };
  return { layout, at, colorOf };
}

test("maps are shaded by sign, up to the greatest magnitude of all", () => {
  const { colorOf, at } = paint(figureOf([2, 1, 3]), [0, 2, -4, 4, -1, NaN]);
  expect([0, 1, 2, 3, 4].map(colorOf)).toEqual([zero, 151, negative, positive, 76]);
  // What is no number has no shade, and a map has a frame.
  expect(colorOf(5)).toBe(zero);
  expect(at(0, 0)).toBe(palette.frame);
});

test("an image is grey from its least to its greatest value", () => {
  const figure: Figure = { kind: "image", items: 1, height: 1, width: 3 };
  const { colorOf } = paint(figure, [-1, 1, 0]);
  expect([0, 1, 2].map(colorOf)).toEqual([1000, 1255, 1128]);
});

test("bars stand up where values are positive, and hang down where they are negative", () => {
  const { layout, at } = paint(figureOf([3]), [1, -1, 0]);
  const colors = (bar: number) => {
    const column = Array.from({ length: layout.height }, (_, y) => at(bar * layout.cell, y));
    return {
      up: count(column, positive),
      down: count(column, negative),
      line: column.indexOf(7000),
    };
  };
  const [first, second, third] = [colors(0), colors(1), colors(2)];
  expect(first.up).toBeGreaterThan(20);
  expect(second.down).toBeGreaterThan(20);
  expect([first.down, second.up, third.up, third.down]).toEqual([0, 0, 0, 0]);
  // All stand on one line.
  expect(new Set([first.line, second.line, third.line]).size).toBe(1);
});

test("values that are all 0 are drawn as such", () => {
  expect(paint(figureOf([1, 2, 2]), [0, 0, 0, 0]).colorOf(3)).toBe(zero);
  const { at } = paint(figureOf([2]), [0, 0]);
  expect(at(0, 0)).toBe(palette.line);
});

function count(colors: readonly (number | undefined)[], color: number): number {
  return colors.filter((one) => one === color).length;
}
