export { ShardError, WorkerError } from "@evalpool/errors";
export { evaluate } from "./evaluate.js";
export type {
  Dataset,
  EvaluateOptions,
  EvaluatePredictorOptions,
  EvaluatorOptions,
  PredictOptions,
  PredictorInput,
  WorkerModuleOptions,
} from "./options.js";
export { createEvaluator, type Evaluator } from "./evaluator.js";
export type {
  BackendChoice,
  CreatePredict,
  EvaluationResult,
  ImageSamples,
  Predict,
  RunObserver,
  Runtime,
  ShardRange,
  Spread,
  Timings,
} from "@evalpool/evaluate";
export { useWideVectors } from "./wide-vectors.js";
