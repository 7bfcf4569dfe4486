import { UsageError } from "@evalpool/errors";
import fc from "fast-check";
import { expect, test } from "vitest";
import { digitOfStrokes } from "./digit-of-strokes.js";
import { expectScaledAndCentred, measureInk } from "./testing/measure-ink.js";

/** In a drawing area of 256 each way. */
const EXTENT = 256;
const coordinate = fc.integer({ min: 0, max: EXTENT });
const radius = fc.integer({ min: 6, max: 12 });
const stroke = fc.array(fc.record({ x: coordinate, y: coordinate, radius }), { maxLength: 12 });
const strokes = fc.array(stroke, { minLength: 1, maxLength: 4 });

const inkOf = (image: Uint8Array): number => image.reduce((sum, grey) => sum + grey, 0) / 255;
const lengthsOf = (image: Uint8Array): number[] =>
  measureInk(image).map(({ first, last }) => last - first + 1);

/** The longer side of where their points are. */
function spanOf(points: readonly { x: number; y: number }[]): number {
  const spans = [points.map(({ x }) => x), points.map(({ y }) => y)].map(
    (places) => Math.max(...places) - Math.min(...places),
  );
  return Math.max(...spans);
}

test("what is large enough fills a 20×20 box, its centre of mass in the middle", () => {
  fc.assert(
    fc.property(strokes, (strokes) => {
      fc.pre(spanOf(strokes.flat()) >= EXTENT / 4);
      expectScaledAndCentred(measureInk(digitOfStrokes(strokes, EXTENT)));
    }),
  );
});

test("what is smaller fills no more than it does of a quarter of the area, and is centred too", () => {
  const near = fc.integer({ min: 100, max: 130 });
  const scribble = fc.array(fc.record({ x: near, y: near, radius }), { minLength: 1 });
  fc.assert(
    fc.property(scribble, (stroke) => {
      const image = digitOfStrokes([stroke], EXTENT);
      const share = (spanOf(stroke) + 2 * 12) / (EXTENT / 4);
      // And its edges, and the pixels that it begins and ends in.
      for (const length of lengthsOf(image))
        expect(length).toBeLessThan(20 * Math.min(1, share) + 3);
      expect(Math.max(...lengthsOf(image))).toBeLessThanOrEqual(20);
      for (const { off } of measureInk(image)) expect(Math.abs(off)).toBeLessThanOrEqual(0.5);
    }),
  );
});

test("where it is drawn changes nothing, nor do the units", () => {
  const shift = fc.integer({ min: -1000, max: 1000 });
  const power = fc.integer({ min: -6, max: 6 });
  fc.assert(
    fc.property(strokes, shift, shift, power, (strokes, right, down, power) => {
      const unit = 2 ** power;
      const moved = strokes.map((stroke) =>
        stroke.map(({ x, y, radius }) => ({
          x: unit * (x + right),
          y: unit * (y + down),
          radius: unit * radius,
        })),
      );
      expect(digitOfStrokes(moved, unit * EXTENT)).toEqual(digitOfStrokes(strokes, EXTENT));
    }),
  );
});

test("a pen is as wide beside its digit as it was drawn", () => {
  const ofRadius = (radius: number): Uint8Array => {
    const bar = [{ x: 128, y: 30, radius }, { x: 128, y: 226, radius }]; // prettier-ignore
    return digitOfStrokes([bar], EXTENT);
  };
  // In the middle row: the bar's width by the box's 20 pixels less an edge of 1.3, for its length.
  for (const radius of [8, 16, 24]) {
    const row = ofRadius(radius).subarray(14 * 28, 15 * 28);
    expect(inkOf(row)).toBeCloseTo((2 * radius * 18.7) / (196 + 2 * radius), 0.5);
  }
});

// Scaled to fill the box, a dot would be a blob of 20×20 pixels, which no pen makes.
test("a dot stays a dot", () => {
  const dot = { x: 20, y: 200, radius: 9 };
  const image = digitOfStrokes([[dot]], EXTENT);
  for (const length of lengthsOf(image)) expect(length).toBeLessThanOrEqual(7);
  for (const { off } of measureInk(image)) expect(Math.abs(off)).toBeLessThanOrEqual(0.5);
  // A disc of that radius, as a quarter of the area is 18.7 pixels.
  expect(inkOf(image) / (Math.PI * ((9 * 18.7) / 64) ** 2)).toBeCloseTo(1, 1);
  expect(digitOfStrokes([[dot, dot]], EXTENT)).toEqual(image);
});

test("no strokes leave paper", () => {
  for (const nothing of [[], [[]]]) {
    expect(digitOfStrokes(nothing, EXTENT)).toEqual(new Uint8Array(28 * 28));
  }
});

test.each([0, -1, NaN])("a drawing area of %s is refused", (extent) => {
  expect(() => digitOfStrokes([], extent)).toThrow(UsageError);
  expect(() => digitOfStrokes([], extent)).toThrow(
    `extent: expected a length above 0, got ${extent}`,
  );
});
