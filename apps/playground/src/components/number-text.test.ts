import { expect, test } from "vitest";
import { numberText } from "./number-text.js";

test.each([
  [0.1 + 0.2, "0.3"],
  [0.574442516811659, "0.57444252"],
  [-1, "-1"],
  [0, "0"],
  [2.061060046209062e-9, "2.06106e-9"],
  [-1e21, "-1e+21"],
  [-Infinity, "-∞"],
  [NaN, "NaN"],
])("%d is %s", (value, text) => {
  expect(numberText(value)).toBe(text);
});
