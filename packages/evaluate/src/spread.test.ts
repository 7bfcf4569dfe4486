import { expect, test } from "vitest";
import { spreadOf } from "./spread.js";

// min(x), statistics.median(x), max(x)
test.each([
  [[7], 7, 7, 7],
  [[3, 1], 1, 2, 3],
  [[10, 9, 100], 9, 10, 100],
  [[4, 100, 10, 9], 4, 9.5, 100],
])("%o: from %d over %d to %d", (values, min, median, max) => {
  expect(spreadOf(values)).toEqual({ min, median, max });
});
