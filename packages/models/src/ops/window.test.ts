import { ShapeError } from "@evalpool/errors";
import { expect, test } from "vitest";
import { completeWindow, placesOver } from "./window.js";

test.each([
  [{ kernel: 3, padding: 2 ** 32, strides: 2 ** 32 }, 2 ** 32],
  [{ kernel: [1, 3], dilations: [2 ** 29, 1] } as const, 2 ** 29],
  [{ kernel: 2 ** 14 + 1, padding: 2 ** 14 }, 2 ** 14 + 1],
])("a window of numbers that kernels cannot count with is refused: %o", (said, got) => {
  const places = () => placesOver("conv2d", [1, 4, 4], completeWindow(said, 1));
  expect(places).toThrow(ShapeError);
  expect(places).toThrow(
    `expected kernel, strides, padding and dilations of at most 16,384, got ${got}`,
  );
});

test("the largest that they can is not", () => {
  const window = completeWindow({ kernel: 2 ** 14, padding: 2 ** 13 }, 1);
  expect(placesOver("conv2d", [1, 4, 4], window)).toEqual([5, 5]);
});
