import { requireArgument, wholeNumber } from "@evalpool/errors";

/** Whether two classifiers differ, told by the images on which just one of them is right. */
export interface McNemarTest {
  readonly method: "exact binomial";
  /** Probability of a difference at least this large between classifiers that are equally good. */
  readonly pValue: number;
}

/**
 * McNemar's test, two-sided: of `onlyA + onlyB` images on which just one classifier is right, each
 * would be either's with probability 1/2. The binomial sum itself is computed, however many there
 * are, so that no approximation by chi-squared is called for.
 *
 * @param onlyA images that A alone reads right
 * @param onlyB images that B alone reads right
 */
export function mcNemarTest(onlyA: number, onlyB: number): McNemarTest {
  requireArgument("mcNemarTest: onlyA", wholeNumber(0), onlyA);
  requireArgument("mcNemarTest: onlyB", wholeNumber(0), onlyB);
  const n = onlyA + onlyB;
  const fewer = Math.min(onlyA, onlyB);
  // P(X ≤ fewer), from its last and largest term down: C(n, k - 1) = C(n, k) · k / (n - k + 1).
  let logLargest = -n * Math.LN2;
  for (let k = 1; k <= fewer; k++) logLargest += Math.log((n - k + 1) / k);
  let sum = 0;
  let term = 1;
  for (let k = fewer; k >= 0; k--) {
    sum += term;
    term *= k / (n - k + 1);
  }
  return { method: "exact binomial", pValue: Math.min(1, 2 * Math.exp(logLargest) * sum) };
}
