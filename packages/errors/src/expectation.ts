/** What an argument or an option has to be, in words and as a test. */
export interface Expectation {
  /** In words, as an error says it. */
  readonly expected: string;
  /** Whether a value is so; one that is absent is not asked about. */
  readonly isMet: (value: unknown) => boolean;
  /** Whether it may not be absent. */
  readonly isRequired?: true;
}

/** One for each option there is. */
export type Expectations<Options> = { readonly [Name in keyof Options]-?: Expectation };

/** Whether a value is an object, whatever its fields are. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** A whole number within bounds, both included. */
export function wholeNumber(least: number, most = Infinity): Expectation {
  const bound = most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`;
  return {
    expected: `a whole number ${bound}`,
    isMet: (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
  };
}

/** One of some words. */
export function oneOf(words: readonly string[]): Expectation {
  return {
    expected: words.length === 2 ? words.join(" or ") : `one of ${words.join(", ")}`,
    isMet: (value) => words.some((word) => word === value),
  };
}

/** A text that says something. */
export function text(expected: string): Expectation {
  return { expected, isMet: (value) => typeof value === "string" && value !== "" };
}

/** An object with fields that are objects themselves. */
export function objectWith(expected: string, ...fields: readonly string[]): Expectation {
  return {
    expected,
    isMet: (value) => isObject(value) && fields.every((field) => isObject(value[field])),
  };
}

/** An instance of a class. */
export function instanceOf(
  expected: string,
  type: abstract new (...args: never) => object,
): Expectation {
  return { expected, isMet: (value) => value instanceof type };
}

/** True or false, no other value that stands for them. */
export const flag: Expectation = {
  expected: "true or false",
  isMet: (value) => typeof value === "boolean",
};

/** A function, as to be told of progress. */
export const callback: Expectation = {
  expected: "a function",
  isMet: (value) => typeof value === "function",
};

/** What stops an operation. */
export const abortSignal: Expectation = {
  expected: "an AbortSignal",
  // Looked up when it is needed: not every place that runs this has one.
  isMet: (value) => value instanceof AbortSignal,
};
