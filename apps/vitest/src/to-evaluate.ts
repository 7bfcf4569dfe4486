import { isObject, tellValue, UsageError } from "@evalpool/errors";
import {
  evaluate,
  type Dataset,
  type EvaluateOptions,
  type EvaluatePredictorOptions,
} from "@evalpool/eval";
import { checkGates } from "@evalpool/evaluate";
import type { MatcherState } from "vitest";
import { failureText } from "./failure-text.js";
import { gatesOf } from "./gates-of.js";
import type { EvaluationOptions, ExpectedFigures, Model } from "./options.js";

/** What a matcher answers. */
interface Verdict {
  readonly pass: boolean;
  readonly message: () => string;
}

/**
 * Evaluates a model on a data set, on worker threads, and holds figures of the result against
 * bounds.
 *
 * @throws {UsageError} when a figure or a bound is none, or the opposite is asked for
 * @throws whatever `evaluate` does, as where model or data set cannot be loaded
 */
export async function toEvaluate(
  this: Pick<MatcherState, "isNot">,
  model: Model,
  dataset: Dataset | Promise<Dataset>,
  figures: ExpectedFigures,
  options?: EvaluationOptions,
): Promise<Verdict> {
  const gates = gatesOf(figures);
  if (this.isNot) {
    throw new UsageError(
      "toEvaluate has no opposite, as there may be several figures: " +
        "leave out .not, and give atMost for atLeast",
    );
  }
  const result = await evaluate(optionsOf(model, dataset, options));
  const outcomes = checkGates(gates, result);
  return {
    pass: outcomes.every(({ held }) => held),
    message: () => failureText(result, outcomes),
  };
}

function optionsOf(
  model: Model,
  dataset: Dataset | Promise<Dataset>,
  options: EvaluationOptions | undefined,
): EvaluateOptions | EvaluatePredictorOptions {
  if (options !== undefined) requireOthers(options);
  if (!isPredictor(model)) return { ...options, model, dataset };
  if (options === undefined) return { ...model, dataset };
  throw new UsageError(
    "toEvaluate: options of a predictor are given beside it, not behind figures",
  );
}

/** What is not among options, for it has a place of its own, and would be passed over. */
const places = { model: "in expect(model)", dataset: "before figures" };

/** For callers without types; the options themselves `evaluate` looks at. */
function requireOthers(options: unknown): void {
  if (!isObject(options)) {
    throw new UsageError(`toEvaluate: expected an object of options, got ${tellValue(options)}`);
  }
  for (const [name, place] of Object.entries(places)) {
    if (!(name in options)) continue;
    throw new UsageError(`toEvaluate: ${name} is no option: it is given ${place}`);
  }
}

/** What else it is, `evaluate` looks at, which tells callers without types what is expected. */
function isPredictor(model: Model): model is Exclude<Model, EvaluateOptions["model"]> {
  return model instanceof Object && ("predict" in model || "workerModule" in model);
}
