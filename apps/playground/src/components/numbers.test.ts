import { expect, test } from "vitest";
import { count, duration, percent } from "./numbers.js";

test("a share is never told as all or nothing that it is not", () => {
  expect([1, 0, 0.9352, 0.999999, 0.000001].map(percent)).toEqual([
    "100.00 %",
    "0.00 %",
    "93.52 %",
    "> 99.99 %",
    "< 0.01 %",
  ]);
});

test("one is told in the singular, thousands are separated", () => {
  expect([0, 1, 10_000].map((n) => count(n, "image"))).toEqual([
    "0 images",
    "1 image",
    "10,000 images",
  ]);
});

test("a time is told with three digits or so", () => {
  expect([0.4, 142.2, 1234, 12_345].map(duration)).toEqual(["0 ms", "142 ms", "1.23 s", "12.3 s"]);
});
