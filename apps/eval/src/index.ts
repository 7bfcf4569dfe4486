export { ShardError, WorkerError } from "./errors.js";
export { evaluate, type EvaluateOptions } from "./evaluate.js";
export {
  createEvaluator,
  type BackendChoice,
  type Evaluator,
  type EvaluatorOptions,
  type RunObserver,
} from "./evaluator.js";
export type { ImageSamples } from "./image-samples.js";
export type { ShardRange } from "./plan-shards.js";
export type { EvaluationResult, Timings } from "./result.js";
export type { Spread } from "./spread.js";
export { useWideVectors } from "./wide-vectors.js";
