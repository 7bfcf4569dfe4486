/** How a figure is held against its bound. */
export const operators = [">=", "<=", ">", "<", "=="] as const;

export type Operator = (typeof operators)[number];

/** What stands in the brackets of a figure: a label or a number, or the name of a class. */
export type FigureIndex = number | string;

/** Why a result does not have a figure. */
export interface Absent {
  readonly absent: string;
}

/** A condition on one figure of a result. */
export interface Gate {
  /** As it was written, but for spaces. */
  readonly expression: string;
  /** The figure's own name, with `[]` for each index: `recall[]`. */
  readonly figure: string;
  /** What its brackets hold, from left to right. */
  readonly at: readonly FigureIndex[];
  readonly operator: Operator;
  readonly bound: number;
}

/** Whether a gate held on a result, as it is in `--json`. */
export interface GateOutcome {
  readonly expression: string;
  /** What was held against the bound: null where the result has no such figure. */
  readonly value: number | null;
  /** Never true of a figure that is not there. */
  readonly held: boolean;
  /** Why there is no value. */
  readonly reason?: string;
}

/** Whether a value meets a bound. */
export function meets(value: number, operator: Operator, bound: number): boolean {
  switch (operator) {
    case ">=":
      return value >= bound;
    case "<=":
      return value <= bound;
    case ">":
      return value > bound;
    case "<":
      return value < bound;
    case "==":
      return value === bound;
  }
}
