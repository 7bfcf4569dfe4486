import { defaultThreads } from "@evalpool/evaluate";
import type {
  EvaluateAnyOptions,
  EvaluateOptions,
  EvaluatePredictorOptions,
  EvaluatorOptions,
  PredictOptions,
  WorkerModuleOptions,
} from "../options.js";

type PredictorOptions = PredictOptions | WorkerModuleOptions;

/** How many threads options ask for; a function stays in the calling one. */
export function threadsOf(options: EvaluatorOptions | PredictorOptions): number {
  return (
    options.threads ??
    ("predict" in options && options.predict !== undefined ? 0 : defaultThreads())
  );
}

/** The options with the predictor that they describe, if they do, in place of a model. */
export function withModel(
  options: EvaluateOptions | EvaluatePredictorOptions | EvaluatorOptions | PredictorOptions,
): EvaluateAnyOptions {
  if (isOfModel(options)) return options;
  // What it takes to check one is loaded where there is one.
  const model = import("./own-predictor-of.js").then((it) => it.ownPredictorOf(options));
  return { ...options, model };
}

function isOfModel(options: EvaluatorOptions | PredictorOptions): options is EvaluatorOptions {
  return "model" in options && options.model !== undefined;
}
