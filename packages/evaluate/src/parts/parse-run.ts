import { check, listProblems } from "@evalpool/errors";
import * as z from "zod/mini";
import type { RunIdentity } from "./part.js";

/** Characters of a name, a version or a kind. */
export const LONGEST_TEXT = 1000;

/** SHA-256 in hex; made when there is something to check. */
export function digestSchema() {
  return z.string().check(z.regex(/^[0-9a-f]{64}$/, "expected a SHA-256 in hex"));
}

/** Of what a part or a run is. */
export function runSchema() {
  const text = z.string().check(z.maxLength(LONGEST_TEXT));
  const digest = digestSchema();
  return z.strictObject({
    graph: digest,
    weights: digest,
    images: digest,
    labels: digest,
    format: text,
    total: z.int().check(z.positive()),
    classes: z.int().check(z.positive()),
    corruption: text,
    kernels: text,
    exact: z.boolean(),
    rounding: digest,
  });
}

/**
 * Checks what a run that comes from outside, as from a queue, is of.
 *
 * @throws {RangeError} with the first few problems found
 */
export function parseRun(value: unknown): RunIdentity {
  const checked = check(runSchema(), value);
  if ("problems" in checked) throw new RangeError(`not a run: ${listProblems(checked.problems)}`);
  return checked.value;
}
