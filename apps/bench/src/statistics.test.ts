import { expect, test } from "vitest";
import { pairedRatio, summarize } from "./statistics.ts";

// numpy.quantile([3, 1, 4, 1, 5, 9], [0, 0.25, 0.5, 0.75]) gives [1., 1.5, 3.5, 4.75]
test("quartiles lie where NumPy's do", () => {
  expect(summarize([3, 1, 4, 1, 5, 9])).toEqual({
    count: 6,
    min: 1,
    lowerQuartile: 1.5,
    median: 3.5,
    upperQuartile: 4.75,
  });
});

test("a paired ratio is not moved by rounds that were slow for both", () => {
  expect(pairedRatio([20, 200, 2000], [10, 100, 1000])).toMatchObject({ min: 2, median: 2 });
});
