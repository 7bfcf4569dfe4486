import { shorten, SpecError } from "@evalpool/errors";

/**
 * What a network may cost, checked on its description before anything is made for it. Generous: a
 * quarter of a billion weights are 1 GiB, more than ten times what image classifiers have.
 */
export const budget = {
  nodes: 10_000,
  /** Axes of a value, as NumPy has them. */
  axes: 64,
  /** Of all parameters together. */
  weights: 2 ** 28,
  /** Floats of all values together, of one example. */
  values: 2 ** 28,
} as const;

/** @throws {SpecError} that says which bound is passed */
export function requireAffordable(
  id: string,
  { nodes, values, weights }: { nodes: number; values: number; weights: number },
): void {
  requireAtMost(id, "nodes", nodes, budget.nodes);
  requireAtMost(id, "values for each example", values, budget.values);
  requireAtMost(id, "weights", weights, budget.weights);
}

/** @throws {SpecError} when there are more */
export function requireAtMost(source: string, what: string, got: number, most: number): void {
  if (got <= most) return;
  const [expected, found] = [most, got].map((n) => n.toLocaleString("en-US"));
  throw new SpecError(shorten(source), [`expected at most ${expected} ${what}, got ${found}`]);
}
