import { decode } from "fast-png";
import { expect, test } from "vitest";
import { captionOf, layOutCards, shadeOf, type ReadImage } from "./card-layout.js";
import { cardsToPng } from "./cards-png.js";
import { cardsToSvg } from "./cards-svg.js";

const classes = [
  { label: 0, name: "cat", shortName: "cat" },
  { label: 1, name: "a dog with a very long name", shortName: "a dog with a …" },
];

function read(index: number, label: number, prediction: number): ReadImage {
  const image = { shape: [1, 28, 28], bytes: new Uint8Array(784).fill(9) } as const;
  const shares = prediction === 0 ? [0.75, 0.25] : [0.25, 0.75];
  const bars = shares.map((share, label) => ({ ...classes[label]!, share }));
  return { image, index, label, prediction, bars };
}

test("nothing lies on anything else, and all lies on the paper", () => {
  const { width, height, cards } = layOutCards(
    Array.from({ length: 7 }, (_, i) => read(i, i % 2, 0)),
  );
  const boxes = cards.flatMap(({ left, imageTop, scale, rows }) => [
    [left, imageTop, left + 28 * scale, imageTop + 28 * scale] as const,
    // `0.7500` is 6 letters of 4 pixels, twice as large.
    ...rows.map((row) => [row.barLeft, row.top, row.numberLeft + 46, row.top + 12] as const),
  ]);
  for (const [i, [left, top, right, bottom]] of boxes.entries()) {
    expect(left).toBeGreaterThanOrEqual(0);
    expect(right).toBeLessThanOrEqual(width);
    expect(bottom).toBeLessThanOrEqual(height);
    for (const [l, t, r, b] of boxes.slice(0, i)) {
      expect(right <= l || r <= left || bottom <= t || b <= top).toBe(true);
    }
  }
});

test("a bar is as long as its share is large, of what is no number it has no length", () => {
  const [card] = layOutCards([read(0, 0, 1)]).cards;
  const [quarter, most] = card!.rows.map(({ barWidth }) => barWidth);
  expect(most).toBe(3 * quarter!);
  const unknown = { ...read(0, 0, 1), bars: [{ ...classes[0]!, share: NaN }] };
  expect(layOutCards([unknown]).cards[0]!.rows[0]!.barWidth).toBe(0);
});

test("captions name label and prediction, in the letters that there is room for", () => {
  expect(captionOf(read(8, 1, 0))).toBe("image 8 · label a dog with a … · read as cat");
});

test("what is read and what should have been are told apart by their shades", () => {
  const wrong = read(0, 1, 0);
  const shades = [0, 1, 2].map((label) => shadeOf(label, wrong));
  expect(new Set(shades).size).toBe(3);
  expect(shadeOf(0, read(0, 0, 0))).toBe(shades[0]);
});

test("a PNG and an SVG of the same size, the same bytes each time", () => {
  const cards = layOutCards([read(0, 0, 0), read(1, 1, 0)]);
  const png = decode(cardsToPng(cards));
  expect({ width: png.width, height: png.height }).toEqual({
    width: cards.width,
    height: cards.height,
  });
  const [card] = cards.cards;
  const row = card!.rows[0]!;
  expect(png.data[(row.top + 5) * cards.width + row.barLeft + 1]).toBe(shadeOf(0, card!));
  const svg = cardsToSvg(cards, "two");
  expect(svg).toContain(`viewBox="0 0 ${cards.width} ${cards.height}"`);
  expect(svg).toContain("<title>a dog with a very long name: 0.2500</title>");
  expect(cardsToSvg(cards, "two")).toBe(svg);
});
