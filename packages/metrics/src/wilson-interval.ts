/** Where a share probably lies. */
export interface Interval {
  /** Of how many such intervals hold the true share. */
  readonly confidence: number;
  readonly low: number;
  readonly high: number;
}

/** `scipy.stats.norm.ppf(0.975)` */
const Z = 1.959963984540054;

/**
 * The 95 % interval around `correct / total` by Wilson's score, which stays between 0 and 1 and
 * keeps its promise for shares near 1, as accuracies are: (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n).
 */
export function wilsonInterval(correct: number, total: number): Interval {
  const share = correct / total;
  const z2 = (Z * Z) / total;
  const center = share + z2 / 2;
  const spread = Z * Math.sqrt((share * (1 - share)) / total + z2 / (4 * total));
  // At the ends rounding may pass them.
  return {
    confidence: 0.95,
    low: correct === 0 ? 0 : (center - spread) / (1 + z2),
    high: correct === total ? 1 : (center + spread) / (1 + z2),
  };
}
