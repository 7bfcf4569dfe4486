import { shorten, SpecError } from "@evalpool/errors";

/**
 * What a network may cost, checked on its description before anything is made for it. Generous: a
 * quarter of a billion weights are 1 GiB, more than ten times what image classifiers have.
 */
export const budget = {
  nodes: 10_000,
  /** Values that nodes take, of all together. */
  inputs: 2 ** 16,
  /** Axes of a value, as NumPy has them. */
  axes: 64,
  /** Of all parameters together. */
  weights: 2 ** 28,
  /** Floats of all values together, of one example. */
  values: 2 ** 28,
} as const;

/** How much there is of something, and who has the most of it. */
export interface Amount {
  readonly total: number;
  readonly by: string;
}

/** @throws {SpecError} that says which bound is passed */
export function requireAffordable(
  id: string,
  nodes: number,
  { values, weights }: { values: Amount; weights: Amount },
): void {
  requireAtMost(id, "nodes", nodes, budget.nodes);
  requireAtMost(id, "values for each example", values.total, budget.values, values.by);
  requireAtMost(id, "weights", weights.total, budget.weights, weights.by);
}

/**
 * @param by who has the most
 * @throws {SpecError} when there are more
 */
export function requireAtMost(
  source: string,
  what: string,
  got: number,
  most: number,
  by?: string,
): void {
  if (got <= most) return;
  const [expected, found] = [most, got].map((n) => n.toLocaleString("en-US"));
  // Beyond that, digits are not those of the number.
  const isExact = got <= Number.MAX_SAFE_INTEGER;
  const told = isExact ? found : `more than ${Number.MAX_SAFE_INTEGER.toLocaleString("en-US")}`;
  const of = by === undefined ? "" : `, the most of them of ${by}`;
  throw new SpecError(shorten(source), [`expected at most ${expected} ${what}, got ${told}${of}`]);
}
