import { expect, test } from "vitest";
import { drawDigit } from "./draw-digit.js";

test("draws each pixel as two characters, darker the higher it is", () => {
  const pixels = Uint8Array.of(0, 1, 64, 127, 128, 191, 192, 255);
  expect(drawDigit(pixels, 4)).toEqual(["  ░░▒▒▒▒", "▓▓▓▓████"]);
});
