import { printable } from "@evalpool/errors";
import { gateValueText, type GateOutcome } from "@evalpool/evaluate";
import { entry } from "./entry.js";
import type { Paint } from "./paint.js";

/** Which gates held, a line each where it fits: nothing where there were none. */
export function formatGates(
  outcomes: readonly GateOutcome[] | undefined,
  columns: number,
  paint: Paint,
): string[] {
  if (outcomes === undefined) return [];
  const lines = outcomes.flatMap((outcome, i) => {
    const { held, expression } = outcome;
    const verdict = held ? "held" : "missed";
    // Names of classes come from files, and reasons have them.
    const texts = [expression, gateValueText(outcome)].map(printable);
    const [first = "", ...rest] = entry(
      i === 0 ? "gates" : "",
      [verdict.padEnd(6), ...texts],
      columns,
    );
    return [held ? first : first.replace(verdict, (text) => paint("worst", text)), ...rest];
  });
  return ["", ...lines];
}
