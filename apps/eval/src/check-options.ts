import { corruptions, severities } from "@evalpool/corruptions";
import {
  abortSignal,
  callback,
  flag,
  isObject,
  oneOf,
  optionProblem,
  tellValue,
  UsageError,
  wholeNumber,
  type Expectation,
  type Expectations,
} from "@evalpool/errors";
import { backendChoices, MOST_THREADS } from "@evalpool/evaluate";
import type {
  AnyModel,
  Dataset,
  EvaluateOptions,
  EvaluatePredictorOptions,
  EvaluatorOptions,
  PredictOptions,
  WorkerModuleOptions,
} from "./options.js";

const shared: Expectations<Omit<EvaluatorOptions, "model" | "backend" | "exact" | "corruption">> = {
  dataset: {
    expected: "a data set as loadSplit gives, or a promise of one",
    isMet: isObject,
    isRequired: true,
  },
  limit: wholeNumber(1),
  batchSize: wholeNumber(1),
  threads: wholeNumber(0, MOST_THREADS),
  signal: abortSignal,
};

const model: Expectation = {
  expected: "a model as loadModel gives, or a promise of one",
  isMet: isObject,
  isRequired: true,
};

const ofModel: Expectations<EvaluatorOptions> = {
  model,
  ...shared,
  backend: oneOf(backendChoices),
  exact: flag,
  corruption: {
    expected: 'a corruption, as { name: "fog", severity: 3, seed: 0 }',
    isMet: isCorruption,
  },
};

/** The rest is checked where a predictor is made of them. */
const declaration = {
  input: {
    expected: "an object that says what images are taken as",
    isMet: isObject,
    isRequired: true,
  },
  gives: {
    expected: '"logits" or "probabilities"',
    isMet: (value) => value === "logits" || value === "probabilities",
    isRequired: true,
  },
  classes: wholeNumber(1),
  id: { expected: "a name", isMet: (value) => typeof value === "string" },
} as const satisfies Partial<Expectations<PredictOptions>>;

const ofPredict: Expectations<Omit<PredictOptions, "workerModule" | "workerData">> = {
  predict: { ...callback, isRequired: true },
  ...declaration,
  ...shared,
  threads: {
    expected: "0, for predict runs in the calling thread (a workerModule runs in others)",
    isMet: (value) => value === 0,
  },
};

const ofWorkerModule: Expectations<Omit<WorkerModuleOptions, "predict">> = {
  workerModule: {
    expected: "a module's URL, or its path",
    isMet: (value) => value instanceof URL || (typeof value === "string" && value !== ""),
    isRequired: true,
  },
  workerData: { expected: "what threads can be sent", isMet: () => true },
  ...declaration,
  ...shared,
};

const observers = { repeat: wholeNumber(1), onProgress: callback, onSamples: callback };

type AnyOptions = EvaluatorOptions | PredictOptions | WorkerModuleOptions;

/** What options are of: a model, unless they name something else. */
function expectationsFor(options: unknown): Expectations<object> {
  if (!isObject(options)) return ofModel;
  const { predict, workerModule } = options;
  return predict !== undefined ? ofPredict : workerModule !== undefined ? ofWorkerModule : ofModel;
}

/** Where it cannot be said what of options is evaluated: of several, and of what is in another's place. */
function contradiction(options: unknown): string | undefined {
  if (!isObject(options)) return undefined;
  const { model: given } = options;
  if (isObject(given) && "predict" in given) {
    const advice = "give predict, input and gives beside dataset, without model";
    return `model: expected ${model.expected}, got an object with predict: ${advice}`;
  }
  const named = ["model", "predict", "workerModule"].filter((name) => options[name] !== undefined);
  if (named.length < 2) return undefined;
  return `expected one of model, predict and workerModule, got ${named.join(" and ")}`;
}

/** What came of a promise. @throws {UsageError} when it is no model */
export function requireModel(value: AnyModel): AnyModel {
  const isPredictor = isObject(value) && "source" in value;
  const fields = isPredictor ? ["source", "input", "runtime"] : ["graph", "parameters"];
  return requireFields("model", model, value, fields);
}

/** What came of a promise. @throws {UsageError} when it is no data set */
export function requireDataset(value: Dataset): Dataset {
  return requireFields("dataset", shared.dataset, value, ["labels"]);
}

function requireFields<T>(
  name: string,
  { expected }: Expectation,
  value: T,
  fields: readonly string[],
): T {
  if (isObject(value) && fields.every((field) => isObject(value[field]))) return value;
  throw new UsageError(`${name}: expected ${expected}, got ${tellValue(value)}`);
}

/** @throws {UsageError} as `check` says */
export function checkEvaluatorOptions(options: AnyOptions): void {
  check("createEvaluator", expectationsFor(options), options);
}

/** @throws {UsageError} as `check` says */
export function checkEvaluateOptions(options: EvaluateOptions | EvaluatePredictorOptions): void {
  check("evaluate", { ...expectationsFor(options), ...observers }, options);
}

/**
 * As `requireOptions`, of what may still be loading.
 *
 * @throws {UsageError} that names the first option that is unknown, missing or not as expected
 */
function check(caller: string, expectations: Expectations<object>, options: AnyOptions): void {
  const problem = contradiction(options) ?? optionProblem(expectations, options);
  if (problem === undefined) return;
  // Nobody waits for what was loading any more: that it fails is not to end the process.
  if (isObject(options)) void Promise.allSettled([options.model, options.dataset]);
  throw new UsageError(`${caller}: ${problem}`);
}

function isCorruption(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { name, severity, seed } = value;
  const isSeed = Number.isInteger(seed) && Number(seed) >= 0 && Number(seed) < 2 ** 32;
  const isKnown = name === "identity" || corruptions.some((it) => it === name);
  return isKnown && severities.some((it) => it === severity) && isSeed;
}
