import {
  checkGates,
  gateText,
  requireGateClasses,
  type Gate,
  type ScoredResult,
} from "@evalpool/evaluate";
import { tellFailure } from "../terminal/tell-failure.js";

/**
 * A result with what became of its gates, where there are any.
 *
 * @throws {UsageError} where a gate is on a class that there is not
 */
export function withGates<Result extends ScoredResult>(
  result: Result,
  gates: readonly Gate[],
): Result {
  if (gates.length === 0) return result;
  const { perClass, dataset } = result;
  requireGateClasses(gates, { count: perClass.length, classNames: dataset.classNames });
  return { ...result, gates: checkGates(gates, result) };
}

/** Tells each gate that a result missed, and makes the exit code 1 where there are any. */
export function tellMissed({ gates = [] }: ScoredResult): void {
  const missed = gates.filter(({ held }) => !held);
  if (missed.length === 0) return;
  for (const outcome of missed) tellFailure(`gate missed: ${gateText(outcome)}`);
  process.exitCode = 1;
}
