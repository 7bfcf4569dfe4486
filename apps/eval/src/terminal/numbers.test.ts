import { expect, test } from "vitest";
import { formatAccuracy, formatBytes, formatClock } from "./numbers.js";

test.each([
  [0.9352, "0.9352"],
  [0.5, "0.5000"],
  [56146 / 60000, "0.9358"],
  [1, "1.0000"],
  // One wrong in 60,000 is not perfect, and must not be printed as if it were.
  [59999 / 60000, "0.9999833333333333"],
])("prints an accuracy of %d as %s", (accuracy, text) => {
  expect(formatAccuracy(accuracy)).toBe(text);
});

test.each([
  [499, "0:00"],
  [61_000, "1:01"],
  [3_600_000, "60:00"],
])("prints %d ms as %s", (ms, text) => {
  expect(formatClock(ms)).toBe(text);
});

test.each([
  [0, "0 B"],
  [208, "208 B"],
  [10_008, "10.0 KB"],
  [7_840_016, "7.8 MB"],
  [48_376_320_000, "48.4 GB"],
])("prints %d bytes as %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
