import { synthesizeDigits } from "@evalpool/mnist";
import { expect, test } from "vitest";
import { asDigit } from "./as-digit.js";

const { images } = synthesizeDigits({ count: 1 });
const digit = images.data;

/** The digit in a larger picture, made of its pixels by `paint`. */
function picture(
  side: number,
  left: number,
  paint: (ink: number, i: number) => number,
): Uint8Array {
  return Uint8Array.from({ length: side * side }, (_, i) => {
    const [y, x] = [Math.floor(i / side) - left, (i % side) - left];
    const isInside = x >= 0 && y >= 0 && x < 28 && y < 28;
    return paint(isInside ? digit[y * 28 + x]! : 0, i);
  });
}

test("a digit that is as MNIST's stays to the byte, and nothing is told", () => {
  expect(asDigit({ shape: [1, 28, 28], bytes: digit })).toEqual({
    image: { shape: [1, 28, 28], bytes: digit },
  });
});

test("dark on light is turned, which is told", () => {
  const { image, note } = asDigit({ shape: [1, 28, 28], bytes: digit.map((v) => 255 - v) });
  expect(image.bytes).toEqual(digit);
  expect(note).toContain("inverted");
});

test.each([
  ["gray", 1],
  ["three channels", 3],
])("a digit somewhere on uneven paper, in %s, is the digit in its place", (_, channels) => {
  // Paper is from 215 to 235, ink 20.
  const plane = picture(60, 9, (ink, i) => Math.round(215 + (i % 21) - (195 * ink) / 255));
  const bytes = new Uint8Array(channels * plane.length);
  for (let c = 0; c < channels; c++) bytes.set(plane, c * plane.length);
  const { image, note } = asDigit({ shape: [channels, 60, 60], bytes });
  const differences = image.bytes.map((v, i) => Math.abs(v - digit[i]!));
  expect(differences.reduce((sum, v) => sum + v, 0) / 784).toBeLessThan(12);
  expect(note).toContain("scaled and centred");
});

test("an empty page is no ink", () => {
  const { image } = asDigit({ shape: [1, 50, 40], bytes: new Uint8Array(2000).fill(250) });
  expect(image.bytes).toEqual(new Uint8Array(784));
});
