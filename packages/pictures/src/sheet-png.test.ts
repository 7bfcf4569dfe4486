import { decode } from "fast-png";
import { expect, test } from "vitest";
import { layOutSheet } from "./sheet-layout.js";
import { imagesToPng, sheetToPng } from "./sheet-png.js";

const split = {
  name: "tiny",
  split: "test",
  images: { data: Uint8Array.of(0, 50, 100, 200, 1, 2, 3, 4, 5, 6, 7, 8), shape: [3, 2, 2] },
  labels: { data: Uint8Array.of(7, 0, 12), shape: [3] },
  sha256: { images: "", labels: "" },
} as const;

test("shows every pixel as a square, at its own grey", () => {
  const sheet = layOutSheet(split, 0, 3);
  expect(sheet).toMatchObject({ columns: 2, rows: 2 });
  const { width, height, data, channels } = decode(imagesToPng(sheet));
  expect([width, height, channels]).toEqual([sheet.width, sheet.height, 1]);
  const pixel = (x: number, y: number) => data[y * width + x];
  const { left, top } = sheet.cells[0]!;
  expect([pixel(left, top), pixel(left + 1, top + 1), pixel(left - 1, top)]).toEqual([0, 0, 255]);
  expect([pixel(left + 2, top), pixel(left, top + 2), pixel(left + 3, top + 3)]).toEqual([
    50, 100, 200,
  ]);
  const third = sheet.cells[2]!;
  expect([third.left, third.top > top, pixel(third.left, third.top)]).toEqual([left, true, 5]);
});

test("writes the labels below, in ink", () => {
  const sheet = layOutSheet(split, 0, 3);
  const [plain, labelled] = [decode(imagesToPng(sheet)), decode(sheetToPng(sheet))];
  expect(labelled.data).toHaveLength(plain.data.length);
  const changed = [...labelled.data.keys()].filter((i) => labelled.data[i] !== plain.data[i]);
  expect(new Set(changed.map((i) => labelled.data[i]))).toEqual(new Set([0]));
  // A 7 has 7 pixels of 2 × 2, a 0 has 12, a 1 has 8 and a 2 has 11.
  expect(changed).toHaveLength(4 * (7 + 12 + 8 + 11));
});
