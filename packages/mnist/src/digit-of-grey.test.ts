import { UsageError } from "@evalpool/errors";
import fc from "fast-check";
import { expect, test } from "vitest";
import { digitOfGrey } from "./digit-of-grey.js";
import { synthesizeDigits } from "./synthetic/synthesize-digits.js";
import { expectScaledAndCentred, measureInk } from "./testing/measure-ink.js";

const COUNT = 200;
const digits = synthesizeDigits({ count: COUNT }).images.data;
const digit = fc.nat(COUNT - 1).map((i) => digits.subarray(i * 784, (i + 1) * 784));

interface Picture {
  readonly pixels: Uint8Array;
  readonly height: number;
  readonly width: number;
}

/** A picture on larger paper, so far from its upper left corner. */
function place({ pixels, height, width }: Picture, top: number, left: number): Picture {
  const [rows, columns] = [height + top + 3, width + left + 5];
  const paper = new Uint8Array(rows * columns);
  for (let row = 0; row < height; row++) {
    paper.set(pixels.subarray(row * width, (row + 1) * width), (row + top) * columns + left);
  }
  return { pixels: paper, height: rows, width: columns };
}

/** Each pixel as so many by as many. */
function repeat({ pixels, height, width }: Picture, times: number): Picture {
  const [rows, columns] = [height * times, width * times];
  const larger = Uint8Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    return pixels[Math.floor(row / times) * width + Math.floor(column / times)]!;
  });
  return { pixels: larger, height: rows, width: columns };
}

const toDigit = ({ pixels, height, width }: Picture): Uint8Array =>
  digitOfGrey(pixels, height, width);

test("a digit of MNIST's form on larger paper, enlarged or not, is that digit again", () => {
  fc.assert(
    fc.property(
      digit,
      fc.nat(40),
      fc.nat(40),
      fc.integer({ min: 1, max: 4 }),
      (pixels, top, left, times) => {
        const picture = repeat({ pixels, height: 28, width: 28 }, times);
        expect(toDigit(place(picture, top, left))).toEqual(pixels);
      },
    ),
  );
});

/** Of any size but 28×28, its ink dark enough to leave some wherever it is thinned out. */
const picture: fc.Arbitrary<Picture> = fc
  .record({ height: fc.integer({ min: 1, max: 60 }), width: fc.integer({ min: 1, max: 60 }) })
  .filter(({ height, width }) => height !== 28 || width !== 28)
  .chain(({ height, width }) => {
    const grey = fc.oneof(fc.constant(0), fc.integer({ min: 128, max: 255 }));
    const size = { minLength: height * width, maxLength: height * width };
    return fc.array(grey, size).map((greys) => ({ pixels: Uint8Array.from(greys), height, width }));
  });

test("any picture's ink fits the box on its longer side, its centre of mass in the middle", () => {
  fc.assert(
    fc.property(picture, (picture) => {
      const image = toDigit(picture);
      if (picture.pixels.every((grey) => grey === 0)) {
        expect(image).toEqual(new Uint8Array(28 * 28));
      } else {
        expectScaledAndCentred(measureInk(image));
      }
    }),
  );
});

test("where its ink is in a picture changes nothing", () => {
  fc.assert(
    fc.property(picture, fc.nat(30), fc.nat(30), (picture, top, left) => {
      const moved = place(picture, top, left);
      fc.pre(moved.height !== 28 || moved.width !== 28);
      expect(toDigit(moved)).toEqual(toDigit(picture));
    }),
  );
});

// A picture of any length is averaged so that no pixel counts more than another.
test("shrunk, ink is as much of the box as it was of the picture", () => {
  for (const length of [21, 30, 33, 47, 250]) {
    const pixels = Uint8Array.from({ length: length ** 2 }, (_, i) => 1 + ((i * 37) % 255));
    const image = digitOfGrey(pixels, length, length);
    const mean = pixels.reduce((sum, grey) => sum + grey, 0) / pixels.length;
    const shrunk = image.reduce((sum, grey) => sum + grey, 0) / 400;
    expect(Math.abs(shrunk - mean)).toBeLessThan(0.1);
  }
});

// Oracle: NumPy, np.interp((np.arange(20) + 0.5) / 2 - 0.5, np.arange(-1, 11), [0, *line, 0]).
test("enlarged, pixels run evenly from one to the next", () => {
  const line = [40, 80, 80, 80, 80, 80, 80, 80, 80, 240];
  const across = Uint8Array.from([...line, ...line]);
  const image = digitOfGrey(across, 2, 10);
  const row = image.subarray(14 * 28, 15 * 28).filter((grey) => grey > 0);
  expect([...row]).toEqual([
    30, 50, 70, 80, 80, 80, 80, 80, 80, 80, 80, 80, 80, 80, 80, 80, 80, 120, 200, 180,
  ]);
});

test("a picture of 28×28 is a digit as it is, of which a copy is given", () => {
  const pixels = Uint8Array.from({ length: 784 }, (_, i) => i % 251);
  const image = digitOfGrey(new Uint8ClampedArray(pixels), 28, 28);
  expect(image).toEqual(pixels);
  expect(digitOfGrey(pixels, 28, 28)).not.toBe(pixels);
});

test("paper alone stays paper, however large or none at all", () => {
  for (const [height, width] of [
    [5, 7],
    [300, 2],
    [0, 0],
  ] as const) {
    expect(digitOfGrey(new Uint8Array(height * width), height, width)).toEqual(new Uint8Array(784));
  }
});

test("a size that is not the pixels' is refused", () => {
  expect(() => digitOfGrey(new Uint8Array(784), 28, 27)).toThrow(
    new UsageError("expected 756 pixels of 28 × 27, got 784"),
  );
});
