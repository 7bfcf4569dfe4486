/** What a figure is held against. */
export interface Bound {
  readonly operator: ">=" | "<=" | "==";
  readonly value: number;
}

/** The figure is `value` or more. */
export function atLeast(value: number): Bound {
  return { operator: ">=", value };
}

/** The figure is `value` or less. */
export function atMost(value: number): Bound {
  return { operator: "<=", value };
}

/** The count is `value`, as of `correct` or `confusions[3][5]`. */
export function exactly(value: number): Bound {
  return { operator: "==", value };
}
