import fc from "fast-check";
import { expect, test } from "vitest";
import { exponential } from "./exponential.js";

test("is e^x within 3e-9 of its value", () => {
  fc.assert(
    fc.property(fc.double({ min: -64, max: 0, noNaN: true }), (x) => {
      expect(Math.abs(exponential(x) / Math.exp(x) - 1)).toBeLessThan(3e-9);
    }),
    { numRuns: 2000 },
  );
});

test("e^0 is 1; below -64 nothing changes; NaN gives NaN", () => {
  expect(exponential(0)).toBe(1);
  for (const x of [-64.1, -1e300, -Infinity]) expect(exponential(x)).toBe(exponential(-64));
  expect(exponential(NaN)).toBeNaN();
});
