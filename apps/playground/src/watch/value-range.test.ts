import { expect, test } from "vitest";
import { percent } from "../components/numbers.js";
import { formatValue } from "./format-value.js";
import { rangeOf, tellRange } from "./value-range.js";

test("a range is of finite values, and tells of the others", () => {
  expect(tellRange(rangeOf([0, 4.1234, 2]))).toBe("0 … 4.12");
  expect(tellRange(rangeOf([-3, NaN, Infinity, 1e-9]))).toBe("-3 … 1e-9, 2 not finite");
  expect(rangeOf([])).toEqual({ low: 0, high: 0, strays: 0 });
  expect(rangeOf([NaN])).toEqual({ low: 0, high: 0, strays: 1 });
});

test("numbers have six digits, as many as they need", () => {
  expect([0.225483121, -1.5, 0, 12345678, 3.2e-8].map(formatValue)).toEqual([
    "0.225483", "-1.5", "0", "12345700", "3.2e-8",
  ]); // prettier-ignore
});

test("a share is told as all or nothing only where it is", () => {
  expect([1, 0.999999, 0.9998, 0.0001, 1e-9, 0].map(percent)).toEqual([
    "100.00 %", "> 99.99 %", "99.98 %", "0.01 %", "< 0.01 %", "0.00 %",
  ]); // prettier-ignore
});
