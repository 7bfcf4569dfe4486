import { expect, test } from "vitest";
import { mcNemarTest } from "./mcnemar.js";

// min(1, 2 * sum(math.comb(a + b, i) for i in range(min(a, b) + 1)) / 2 ** (a + b)), in Python's integers
test.each([
  [0, 0, 1],
  [0, 5, 0.0625],
  [5, 5, 1],
  [1, 9, 0.021484375],
  [9, 1, 0.021484375],
  [10, 25, 0.01667384780012071],
  [200, 260, 0.005883922473103979],
  [3000, 3200, 0.011488253770871206],
])("%d against %d: p = %d", (onlyA, onlyB, pValue) => {
  const test = mcNemarTest(onlyA, onlyB);
  expect(test.method).toBe("exact binomial");
  expect(Math.abs(test.pValue / pValue - 1)).toBeLessThan(1e-11);
});

test("a difference beyond all doubt has a p of 0, not NaN", () => {
  expect(mcNemarTest(0, 60_000).pValue).toBe(0);
});
