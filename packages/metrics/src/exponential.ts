/** How many powers are tabulated from one whole exponent to the next. */
const PER_UNIT = 32;
/** The least exponent; e^-64 is 2e-28. */
const LEAST = -64;

/** e^(-k / 32), from k = 0 on, each made of two that lie half as far from 1. */
const powers = new Float64Array(1 - LEAST * PER_UNIT);
powers[0] = 1;
powers[1] = 0.9692332344763441; // e^(-1/32)
for (let k = 2; k < powers.length; k++) powers[k] = powers[k >> 1]! * powers[(k + 1) >> 1]!;

/**
 * e^x for x ≤ 0 within 3e-9 of its value, and e^-64 for all x below -64; NaN gives NaN.
 *
 * A power from the table times the first terms of e^r, |r| ≤ 1/64, takes a third of the time of
 * `Math.exp`; as it only adds and multiplies, every engine gives the same bits.
 */
export function exponential(x: number): number {
  const y = Math.max(x, LEAST);
  const step = (0.5 - y * PER_UNIT) | 0;
  const r = y + step / PER_UNIT;
  return powers[step]! * (1 + r * (1 + r * (1 / 2 + r * (1 / 6))));
}
