/** Where bars may begin. */
const STARTS = [0.995, 0.99, 0.98, 0.95, 0.9, 0.8, 0.5, 0];
/** Of the width, what the shortest bar takes at least. */
const SHORTEST = 0.15;

/**
 * Where bars of shares begin, so that the differences between them are seen: at 0, unless all are
 * large.
 *
 * @param shares 0 to 1
 */
export function barsFrom(shares: readonly number[]): number {
  const least = Math.min(1, ...shares);
  return STARTS.find((start) => least - start >= SHORTEST * (1 - start)) ?? 0;
}
