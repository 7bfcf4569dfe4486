import { formatEnd } from "./format-value.js";

/** Numbers as a tensor holds them. */
export type Values = ArrayLike<number>;

/** Where values lie, those that are finite. */
export interface ValueRange {
  readonly low: number;
  readonly high: number;
  /** How many are infinite or no numbers. */
  readonly strays: number;
}

/** The least and the greatest of values; 0 to 0 where there are none. */
export function rangeOf(values: Values): ValueRange {
  let low = Infinity;
  let high = -Infinity;
  let strays = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (!Number.isFinite(value)) strays++;
    else {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low > high ? { low: 0, high: 0, strays } : { low, high, strays };
}

/** `0 … 4.1` */
export function tellRange({ low, high, strays }: ValueRange): string {
  const range = `${formatEnd(low)} … ${formatEnd(high)}`;
  return strays === 0 ? range : `${range}, ${strays.toLocaleString("en-US")} not finite`;
}
