import { expect, test } from "vitest";
import { drawImage } from "./draw-image.js";

test("draws each pixel as two characters, darker the higher it is", () => {
  const bytes = Uint8Array.of(0, 1, 64, 127, 128, 191, 192, 255);
  expect(drawImage({ shape: [1, 2, 4], bytes }, "shades")).toEqual(["  ░░▒▒▒▒", "▓▓▓▓████"]);
});

test("draws colours as shades by how bright they are", () => {
  // Image.fromarray(np.uint8([[[255, 0, 0], [0, 255, 0], [0, 0, 255]]])).convert("L"): 76, 150, 29
  const bytes = Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255);
  expect(drawImage({ shape: [3, 1, 3], bytes }, "shades")).toEqual(["▒▒▓▓░░"]);
});

test("draws two rows of pixels in a line of colours, which end with it", () => {
  const red = [255, 0, 1, 2, 9, 8];
  const bytes = Uint8Array.from([...red, ...red.map((it) => it / 2), ...red, ...red]);
  expect(drawImage({ shape: [4, 3, 2], bytes }, "colors")).toEqual([
    "\u001b[38;2;255;127;255;48;2;1;0;1m▀\u001b[38;2;0;0;0;48;2;2;1;2m▀\u001b[0m",
    "\u001b[38;2;9;4;9;49m▀\u001b[38;2;8;4;8;49m▀\u001b[0m",
  ]);
});
