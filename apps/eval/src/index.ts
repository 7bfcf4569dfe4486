export { ShardError, WorkerError } from "@evalpool/errors";
export { evaluate } from "./evaluate.js";
export type {
  Dataset,
  EvaluateOptions,
  EvaluatePredictorOptions,
  EvaluatorOptions,
  PredictOptions,
  WorkerModuleOptions,
} from "./options.js";
export { createEvaluator, type Evaluator } from "./evaluator.js";
export type {
  BackendChoice,
  CreatePredict,
  EvaluationResult,
  ImageSamples,
  Predict,
  PredictorInput,
  RunObserver,
  Runtime,
  ShardRange,
  Spread,
  Timings,
} from "@evalpool/evaluate";
export { useWideVectors } from "./wide-vectors.js";
