import * as z from "zod/mini";
import { told } from "../told.js";

/*
 * What specs say, in pieces. Functions, for schemas are made when there is something to check.
 */

/** Nothing. */
export function nothing() {
  return z.strictObject({});
}

export function positiveInteger() {
  return z.int().check(z.positive());
}

export function naturalNumber() {
  return z.int().check(z.nonnegative());
}

/** A finite number. */
export function number() {
  return z.number();
}

/** One for both axes, or `[height, width]`. */
export function pair() {
  return z.union([positiveInteger(), z.tuple([positiveInteger(), positiveInteger()])], {
    error: ({ input }) => `expected a whole number above 0, or [height, width], got ${told(input)}`,
  });
}

/** One for all sides, `[height, width]`, or `[top, left, bottom, right]`. */
export function padding() {
  const pixels = naturalNumber;
  return z.union(
    [pixels(), z.tuple([pixels(), pixels()]), z.tuple([pixels(), pixels(), pixels(), pixels()])],
    {
      error: ({ input }) =>
        "expected a whole number of pixels, [height, width], or [top, left, bottom, right], " +
        `got ${told(input)}`,
    },
  );
}
