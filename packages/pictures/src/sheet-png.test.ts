import { decode } from "fast-png";
import { expect, test } from "vitest";
import { drawText } from "./glyphs.js";
import { layOutSheet } from "./sheet-layout.js";
import { imagesToPng, sheetToPng } from "./sheet-png.js";

const bytes = Uint8Array.of(0, 50, 100, 200, 1, 2, 3, 4, 5, 6, 7, 8);
const images = [7, 0, 12].map((label, index) => ({
  image: { shape: [1, 2, 2], bytes: bytes.subarray(4 * index, 4 * index + 4) } as const,
  index,
  label,
}));

test("shows every pixel as a square, at its own grey", () => {
  const sheet = layOutSheet(images);
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
  const sheet = layOutSheet(images);
  const [plain, labelled] = [decode(imagesToPng(sheet)), decode(sheetToPng(sheet))];
  expect(labelled.data).toHaveLength(plain.data.length);
  const changed = [...labelled.data.keys()].filter((i) => labelled.data[i] !== plain.data[i]);
  expect(new Set(changed.map((i) => labelled.data[i]))).toEqual(new Set([0]));
  // A 7 has 7 pixels of 2 × 2, a 0 has 12, a 1 has 8 and a 2 has 11.
  expect(changed).toHaveLength(4 * (7 + 12 + 8 + 11));
});

test("draws colour as colour, grey beside it as grey, and of opacity nothing", () => {
  // Red, green, blue and white; with a plane of opacity behind.
  const planes = [255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 9, 9, 9, 9];
  const color = { shape: [4, 2, 2], bytes: Uint8Array.from(planes) } as const;
  const sheet = layOutSheet([{ image: color, index: 0, label: 1 }, ...images.slice(1)]);
  const { width, data, channels } = decode(imagesToPng(sheet));
  expect(channels).toBe(3);
  const pixel = (x: number, y: number) => [...data.subarray(3 * (y * width + x)).subarray(0, 3)];
  const [first, second] = sheet.cells;
  const at = (x: number, y: number) => pixel(first!.left + x, first!.top + y);
  expect([at(1, 1), at(2, 0), at(0, 3), at(3, 3), at(-1, 0)]).toEqual([
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
    [255, 255, 255],
    [255, 255, 255],
  ]);
  expect(pixel(second!.left, second!.top)).toEqual([1, 1, 1]);
});

test("images of several sizes stand in places of one; large ones are drawn smaller", () => {
  const of = (height: number, width: number, index: number) => ({
    image: { shape: [1, height, width], bytes: new Uint8Array(height * width) } as const,
    index,
    label: 0,
  });
  const sheet = layOutSheet([of(20, 30, 0), of(512, 256, 1)]);
  expect(sheet).toMatchObject({ scale: 1, columns: 2, rows: 1 });
  const sizes = sheet.cells.map(({ left, width, height }) => [left, width, height]);
  expect(sizes).toEqual([
    [8, 30, 20],
    [8 + 64 + 8, 64, 128],
  ]);
  expect(decode(imagesToPng(sheet))).toMatchObject({ width: sheet.width, height: sheet.height });
});

test("captions are in capitals without accents; of unknown letters the label is written", () => {
  const sheet = layOutSheet(images);
  const png = (captions: readonly string[]) => Buffer.from(sheetToPng(sheet, captions));
  expect(png(["für", "0", "12"])).toEqual(png(["FUR", "0", "12"]));
  expect(png(["猫", "0", "12"])).toEqual(png(["7", "0", "12"]));
  expect(png(["cat", "0", "12"])).not.toEqual(png(["dog", "0", "12"]));
  // Letters are told apart.
  const letters = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", (it) => drawText(it)?.bytes);
  expect(new Set(letters.map(String)).size).toBe(36);
  expect(sheet.letters).toBeGreaterThanOrEqual(3);
});
