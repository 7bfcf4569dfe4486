/** Where repeated measurements lie. */
export interface Summary {
  readonly count: number;
  readonly min: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
}

/** @param values one or more */
export function summarize(values: readonly number[]): Summary {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    count: sorted.length,
    min: sorted[0]!,
    lowerQuartile: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    upperQuartile: quantile(sorted, 0.75),
  };
}

export function median(values: readonly number[]): number {
  return summarize(values).median;
}

/** `[a₀ / b₀, a₁ / b₁, …]`, summed up: what disturbs a round disturbs both of a pair. */
export function pairedRatio(a: readonly number[], b: readonly number[]): Summary {
  return summarize(a.map((value, round) => value / b[round]!));
}

/** Between the two values nearest to it, as NumPy's `quantile` has it. */
function quantile(sorted: readonly number[], q: number): number {
  const at = (sorted.length - 1) * q;
  const below = sorted[Math.floor(at)]!;
  return below + (sorted[Math.ceil(at)]! - below) * (at - Math.floor(at));
}
