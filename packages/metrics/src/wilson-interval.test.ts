import { expect, test } from "vitest";
import { wilsonInterval } from "./wilson-interval.js";

// q = k / n; z = 1.959963984540054
// (q + z*z/2/n ∓ z*math.sqrt(q*(1-q)/n + z*z/4/n/n)) / (1 + z*z/n)
test.each([
  [9352, 10_000, 0.9302060218135497, 0.9398597460046134],
  [81, 263, 0.2552885198782742, 0.36620957698280004],
  [0, 10, 0, 0.2775327998628892],
  [10, 10, 0.7224672001371106, 1],
])("%d of %d: %d to %d", (correct, total, low, high) => {
  const interval = wilsonInterval(correct, total);
  expect(interval.confidence).toBe(0.95);
  expect(interval.low).toBeCloseTo(low, 14);
  expect(interval.high).toBeCloseTo(high, 14);
});

test("none right and all right end at 0 and 1 themselves, whatever is rounded", () => {
  for (let total = 1; total < 1000; total++) {
    expect(wilsonInterval(0, total).low).toBe(0);
    expect(wilsonInterval(total, total).high).toBe(1);
  }
});
