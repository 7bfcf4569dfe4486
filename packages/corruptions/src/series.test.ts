import fc from "fast-check";
import { expect, test } from "vitest";
import { cos, exp, log, sin } from "./series.js";

const from = (min: number, max: number) => fc.double({ min, max, noNaN: true });

// The oracle is the engine's own, which differs from engine to engine in the last bit.
test("the series are the functions that they stand for", () => {
  fc.assert(
    fc.property(from(-700, 0), from(0.3, 1), from(-1.6, 1.6), (x, y, angle) => {
      expect(exp(x) / Math.exp(x)).toBeCloseTo(1, 11);
      expect(log(y)).toBeCloseTo(Math.log(y), 14);
      expect(sin(angle)).toBeCloseTo(Math.sin(angle), 14);
      expect(cos(angle)).toBeCloseTo(Math.cos(angle), 14);
    }),
  );
  expect([exp(0), exp(-1000), log(1), sin(0), cos(0)]).toEqual([1, 0, 0, 0, 1]);
});
