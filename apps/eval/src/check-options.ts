import type { LoadedModel } from "@evalpool/checkpoints/node";
import { didYouMean, shorten, UsageError } from "@evalpool/errors";
import { backendChoices, MOST_THREADS } from "@evalpool/evaluate";
import type { Dataset, EvaluateOptions, EvaluatorOptions } from "./options.js";

/** What an option has to be. */
interface Expectation {
  readonly expected: string;
  readonly isMet: (value: unknown) => boolean;
  readonly isRequired?: true;
}

type Expectations<Options> = Readonly<Record<keyof Options, Expectation>>;

const evaluatorOptions: Expectations<EvaluatorOptions> = {
  model: {
    expected: "a model as loadModel gives, or a promise of one",
    isMet: isObject,
    isRequired: true,
  },
  dataset: {
    expected: "a data set as loadSplit gives, or a promise of one",
    isMet: isObject,
    isRequired: true,
  },
  limit: wholeNumber(1),
  batchSize: wholeNumber(1),
  threads: wholeNumber(0, MOST_THREADS),
  backend: {
    expected: `one of ${backendChoices.join(", ")}`,
    isMet: (value) => backendChoices.some((choice) => choice === value),
  },
  exact: { expected: "true or false", isMet: (value) => typeof value === "boolean" },
  signal: { expected: "an AbortSignal", isMet: (value) => value instanceof AbortSignal },
};

const callback: Expectation = {
  expected: "a function",
  isMet: (value) => typeof value === "function",
};

const evaluateOptions: Expectations<EvaluateOptions> = {
  ...evaluatorOptions,
  repeat: wholeNumber(1),
  onProgress: callback,
  onSamples: callback,
};

/** What came of a promise. @throws {UsageError} when it is no model */
export function requireModel(value: LoadedModel): LoadedModel {
  return requireFields("model", value, ["graph", "parameters"]);
}

/** What came of a promise. @throws {UsageError} when it is no data set */
export function requireDataset(value: Dataset): Dataset {
  return requireFields("dataset", value, ["labels"]);
}

function requireFields<T>(name: "model" | "dataset", value: T, fields: readonly string[]): T {
  if (isObject(value) && fields.every((field) => isObject(value[field]))) return value;
  throw new UsageError(`${name}: expected ${evaluatorOptions[name].expected}, got ${tell(value)}`);
}

/** @throws {UsageError} as `check` says */
export function checkEvaluatorOptions(options: EvaluatorOptions): void {
  check("createEvaluator", evaluatorOptions, options);
}

/** @throws {UsageError} as `check` says */
export function checkEvaluateOptions(options: EvaluateOptions): void {
  check("evaluate", evaluateOptions, options);
}

/**
 * Checks what types would have told a caller: by hand, as it is done before anything is loaded.
 *
 * @throws {UsageError} that names the first option that is unknown, missing or not as expected
 */
function check<Options extends EvaluatorOptions>(
  caller: string,
  expectations: Expectations<Options>,
  options: Options,
): void {
  const problem = findProblem(new Map(Object.entries<Expectation>(expectations)), options);
  if (problem === undefined) return;
  // Nobody waits for what was loading any more: that it fails is not to end the process.
  if (isObject(options)) void Promise.allSettled([options.model, options.dataset]);
  throw new UsageError(`${caller}: ${problem}`);
}

function findProblem(
  expectations: ReadonlyMap<string, Expectation>,
  options: unknown,
): string | undefined {
  if (!isObject(options)) return `expected an object of options, got ${tell(options)}`;
  for (const name of Object.keys(options)) {
    if (expectations.has(name)) continue;
    const known = [...expectations.keys()];
    const hint = didYouMean(name, known) || ` Known are ${known.join(", ")}.`;
    return `there is no option ${shorten(name, 40)}.${hint}`;
  }
  for (const [name, { expected, isMet, isRequired }] of expectations) {
    const value = options[name];
    if (value === undefined ? isRequired : !isMet(value)) {
      return `${name}: expected ${expected}, got ${tell(value)}`;
    }
  }
  return undefined;
}

function wholeNumber(least: number, most = Infinity): Expectation {
  const bound = most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`;
  return {
    expected: `a whole number ${bound}`,
    isMet: (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** A value in a few words. */
function tell(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(shorten(value, 40));
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return "an array";
  return isObject(value) ? "an object" : String(value);
}
