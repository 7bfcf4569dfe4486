export { ShardError, WorkerError } from "@evalpool/errors";
export { evaluate, type EvaluateOptions } from "./evaluate.js";
export {
  createEvaluator,
  type BackendChoice,
  type Dataset,
  type Evaluator,
  type EvaluatorOptions,
  type RunObserver,
} from "./evaluator.js";
export type { ImageSamples } from "@evalpool/evaluate";
export type { ShardRange } from "@evalpool/evaluate";
export type { EvaluationResult, Timings } from "@evalpool/evaluate";
export type { Spread } from "@evalpool/evaluate";
export { useWideVectors } from "./wide-vectors.js";
