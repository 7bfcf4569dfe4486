import { checkGates, gateText, type Gate, type ScoredResult } from "@evalpool/evaluate";
import { tellFailure } from "../terminal/tell-failure.js";

/** A result with what became of its gates, where there are any. */
export function withGates<Result extends ScoredResult>(
  result: Result,
  gates: readonly Gate[],
): Result {
  return gates.length === 0 ? result : { ...result, gates: checkGates(gates, result) };
}

/** Tells each gate that a result missed, and makes the exit code 1 where there are any. */
export function tellMissed({ gates = [] }: ScoredResult): void {
  const missed = gates.filter(({ held }) => !held);
  if (missed.length === 0) return;
  for (const outcome of missed) tellFailure(`gate missed: ${gateText(outcome)}`);
  process.exitCode = 1;
}
