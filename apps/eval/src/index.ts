export { ShardError, WorkerError } from "@evalpool/errors";
export { evaluate } from "./evaluate.js";
export type { Dataset, EvaluateOptions, EvaluatorOptions } from "./options.js";
export { createEvaluator, type Evaluator } from "./evaluator.js";
export type {
  BackendChoice,
  EvaluationResult,
  ImageSamples,
  RunObserver,
  ShardRange,
  Spread,
  Timings,
} from "@evalpool/evaluate";
export { useWideVectors } from "./wide-vectors.js";
