import fc from "fast-check";
import { expect, test } from "vitest";
import { addTo, createSum, mergeSums, valueOf } from "./exact-sum.js";

/** What a tally adds: probabilities, Brier scores, -ln p. */
const term = fc.double({ min: -2048, max: 2048, noNaN: true });

test("a term is off by 2^-41 at most", () => {
  fc.assert(
    fc.property(term, (value) => {
      const sum = createSum();
      addTo(sum, value);
      expect(Math.abs(sum.whole - value + sum.fraction)).toBeLessThanOrEqual(2 ** -41);
      expect(sum.fraction).toBeGreaterThanOrEqual(0);
      expect(sum.fraction).toBeLessThan(1);
    }),
  );
});

test("the order and the grouping of terms change no bit, and neither does a large sum", () => {
  const terms = fc.array(term);
  // Beyond 100 million images, each as surprising as can be.
  const whole = fc.nat(2 ** 31 - 1).map((n) => n * 2 ** 20);
  fc.assert(
    fc.property(terms, terms, whole, (left, right, start) => {
      const sumOf = (values: readonly number[], from = createSum()) => {
        for (const value of values) addTo(from, value);
        return from;
      };
      const all = sumOf([...left, ...right], { whole: start, fraction: 0 });
      const backwards = sumOf([...right, ...left].reverse(), { whole: start, fraction: 0 });
      const merged = mergeSums(sumOf(right), sumOf(left, { whole: start, fraction: 0 }));
      expect(backwards).toEqual(all);
      expect(merged).toEqual(all);
    }),
  );
});

test("what float64 alone would lose is kept", () => {
  const sum = { whole: 2 ** 52, fraction: 0 };
  for (let i = 0; i < 8; i++) addTo(sum, 1 / 8);
  expect(sum).toEqual({ whole: 2 ** 52 + 1, fraction: 0 });
  expect(valueOf({ whole: 3, fraction: 0.25 })).toBe(3.25);
});
