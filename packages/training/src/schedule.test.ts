import { expect, test } from "vitest";
import { learningRateFactor } from "./schedule.js";

test("constant stays", () => {
  expect([0, 50, 99].map((step) => learningRateFactor("constant", step, 100, 0))).toEqual([
    1, 1, 1,
  ]);
});

test("cosine falls along half a wave to almost 0", () => {
  const factors = [0, 25, 50, 75, 99].map((step) => learningRateFactor("cosine", step, 100, 0));
  // (1+np.cos(np.pi*np.array([0,25,50,75,99])/100))/2
  const expected = [1, 0.8535533905932737, 0.5, 0.14644660940672627, 0.0002467198171342];
  for (const [i, factor] of factors.entries()) expect(factor).toBeCloseTo(expected[i]!, 12);
});

test("a warm-up climbs in a straight line, then the schedule begins at its peak", () => {
  const factors = [0, 1, 2, 3, 4].map((step) => learningRateFactor("cosine", step, 10, 3));
  expect(factors.slice(0, 4)).toEqual([0.25, 0.5, 0.75, 1]);
  expect(factors[4]).toBeLessThan(1);
});
