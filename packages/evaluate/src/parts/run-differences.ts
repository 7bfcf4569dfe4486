import type { RunIdentity } from "./part.js";

/**
 * In what a run is not the one that is expected: each field, with what both have.
 *
 * @param whose who has the other values, as `as this run has`
 * @returns undefined where it is the same run
 */
export function runDifferences(
  expected: RunIdentity,
  got: RunIdentity,
  whose = "",
): string | undefined {
  const fields = Object.keys(expected) as (keyof RunIdentity)[];
  const differences = fields
    .filter((field) => expected[field] !== got[field])
    .map(
      (field) =>
        `${field}: expected ${text(expected[field])}${whose && ` ${whose}`}, got ${text(got[field])}`,
    );
  return differences.length > 0 ? differences.join("; ") : undefined;
}

/** So much of a digest tells it from another. */
const DIGITS = 12;

function text(value: RunIdentity[keyof RunIdentity]): string {
  const all = String(value);
  return /^[0-9a-f]{64}$/.test(all) ? all.slice(0, DIGITS) : all;
}
