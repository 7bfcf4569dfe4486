import { UsageError } from "@evalpool/errors";
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
  if (!("predict" in model || "workerModule" in model)) return { ...options, model, dataset };
  if (options === undefined) return { ...model, dataset };
  throw new UsageError(
    "toEvaluate: options of a predictor are given beside it, not behind figures",
  );
}
