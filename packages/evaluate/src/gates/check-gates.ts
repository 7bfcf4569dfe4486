import { required } from "@evalpool/errors";
import type { ScoredResult } from "../result.js";
import { gateFigures } from "./gate-figures.js";
import { meets, type Gate, type GateOutcome } from "./gate.js";
import { parseGate } from "./parse-gate.js";

/** Holds each gate against a result, in order. A figure that is not there meets none. */
export function checkGates(gates: readonly Gate[], result: ScoredResult): GateOutcome[] {
  return gates.map(({ expression, figure, at, operator, bound }) => {
    const value = required(gateFigures.get(figure), "figure").read(result, at);
    if (typeof value !== "number") {
      return { expression, value: null, held: false, reason: value.absent };
    }
    if (!Number.isFinite(value)) {
      return { expression, value: null, held: false, reason: `it is ${value}` };
    }
    return { expression, value, held: meets(value, operator, bound) };
  });
}

/** Decimals, as figures are shown, and of large ones; as many more as it takes to see whether it held. */
const DECIMALS = 4;
const LARGE = 1000;

/** The value of an outcome as people read it, or why there is none. */
export function gateValueText({ expression, value, held, reason = "" }: GateOutcome): string {
  if (value === null) return reason;
  if (Number.isInteger(value)) return String(value);
  const { operator, bound } = parseGate(expression);
  for (let decimals = value < LARGE ? DECIMALS : 0; decimals < 17; decimals++) {
    const shown = value.toFixed(decimals);
    const isClear = Number(shown) !== bound && meets(Number(shown), operator, bound) === held;
    if (isClear) return shown;
  }
  return String(value);
}

/** A gate with what was held against it, in a line: `recall[3] >= 0.99, got 0.9782`. */
export function gateText(outcome: GateOutcome): string {
  const { expression, value } = outcome;
  return `${expression}${value === null ? ": " : ", got "}${gateValueText(outcome)}`;
}
