import { tellValue, UsageError } from "@evalpool/errors";
import { parseGate, type Gate } from "@evalpool/evaluate";
import type { Bound } from "./bound.js";
import type { ExpectedFigures } from "./options.js";

/**
 * The gates that figures with their bounds are.
 *
 * @throws {UsageError} that names the figure that there is not, or whose bound is none
 */
export function gatesOf(figures: ExpectedFigures): Gate[] {
  const isObject = typeof figures === "object" && (figures as unknown) !== null;
  const given: [string, unknown][] = isObject ? Object.entries(figures) : [];
  if (given.length === 0) {
    throw new UsageError(
      "toEvaluate: expected figures with their bounds, as { accuracy: atLeast(0.98) }",
    );
  }
  return given.map(([name, bound]) => {
    if (!isBound(bound)) throw new UsageError(`toEvaluate: ${name}: ${unbound(bound)}`);
    try {
      return parseGate(`${name} ${bound.operator} ${bound.value}`);
    } catch (cause) {
      if (!(cause instanceof UsageError)) throw cause;
      throw new UsageError(`toEvaluate: ${name}: ${cause.message}`, { cause });
    }
  });
}

function isBound(value: unknown): value is Bound {
  return (
    typeof value === "object" &&
    value !== null &&
    "operator" in value &&
    "value" in value &&
    typeof value.value === "number"
  );
}

function unbound(value: unknown): string {
  const expected = "expected atLeast(x), atMost(x) or exactly(n)";
  if (typeof value !== "number") return `${expected}, got ${tellValue(value)}`;
  return `${expected}, got ${value}. Did you mean atLeast(${value})?`;
}
