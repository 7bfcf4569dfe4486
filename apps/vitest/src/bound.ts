import { requireArgument, type Expectation } from "@evalpool/errors";

/** What a figure is held against. */
export interface Bound {
  readonly operator: ">=" | "<=" | "==";
  readonly value: number;
}

/** Which number it may be depends on the figure. */
const number: Expectation = {
  expected: "a number, as 0.98",
  isMet: (value) => typeof value === "number",
};

/** The figure is `value` or more. @throws {UsageError} when it is no number */
export function atLeast(value: number): Bound {
  requireArgument("atLeast", number, value);
  return { operator: ">=", value };
}

/** The figure is `value` or less. @throws {UsageError} when it is no number */
export function atMost(value: number): Bound {
  requireArgument("atMost", number, value);
  return { operator: "<=", value };
}

/** The count is `value`, as of `correct` or `confusions[3][5]`. @throws {UsageError} when it is no number */
export function exactly(value: number): Bound {
  requireArgument("exactly", number, value);
  return { operator: "==", value };
}
