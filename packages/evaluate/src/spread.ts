/** Where repeated measurements lie. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** Their least, middle and greatest. @param values one or more */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const median = (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
  return { min: sorted[0]!, median, max: sorted.at(-1)! };
}
