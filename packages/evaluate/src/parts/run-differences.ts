import type { RunIdentity } from "./part.js";

/** In what two runs differ, and what each has of it. */
export interface RunDifference {
  readonly field: keyof RunIdentity;
  readonly expected: string;
  readonly got: string;
}

/** The fields in which a run is not the one that is expected. */
export function runDifferences(expected: RunIdentity, got: RunIdentity): RunDifference[] {
  const fields = Object.keys(expected) as (keyof RunIdentity)[];
  return fields
    .filter((field) => expected[field] !== got[field])
    .map((field) => ({ field, expected: text(expected[field]), got: text(got[field]) }));
}

/** So much of a digest tells it from another. */
const DIGITS = 12;

function text(value: RunIdentity[keyof RunIdentity]): string {
  const all = String(value);
  return /^[0-9a-f]{64}$/.test(all) ? all.slice(0, DIGITS) : all;
}
