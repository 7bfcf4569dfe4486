/**
 * A sum whose bits do not depend on the order of its terms. Each term is rounded to a multiple of
 * 2^-40; the whole part of the sum and its fraction, such a multiple too, are kept apart, and
 * both stay exact in float64, so adding is associative and commutative. The rounding moves a
 * term, and so the mean of any number of terms, by 2^-41 (5e-13) at most.
 */
export interface ExactSum {
  /** Exact up to 2^53. */
  whole: number;
  /** A multiple of 2^-40, from 0 to 1 exclusive. */
  fraction: number;
}

/** The sum of nothing. */
export function createSum(): ExactSum {
  return { whole: 0, fraction: 0 };
}

/**
 * Beside it, in a float64, there is room for multiples of 2^-40 and nothing smaller: adding and
 * taking it away again rounds to these.
 */
const ROUNDER = 1.5 * 2 ** 12;

/** Adds a term of at most 2048, in place. */
export function addTo(sum: ExactSum, term: number): void {
  const fraction = sum.fraction + (term + ROUNDER - ROUNDER);
  const carry = Math.floor(fraction);
  sum.whole += carry;
  sum.fraction = fraction - carry;
}

/** The sum of both's terms. */
export function mergeSums(a: ExactSum, b: ExactSum): ExactSum {
  const fraction = a.fraction + b.fraction;
  const carry = Math.floor(fraction);
  return { whole: a.whole + b.whole + carry, fraction: fraction - carry };
}

/** As one number. */
export function valueOf({ whole, fraction }: ExactSum): number {
  return whole + fraction;
}
