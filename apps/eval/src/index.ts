export { ShardError, WorkerError } from "./errors.js";
export { evaluate, type EvaluateOptions } from "./evaluate.js";
export type { ShardRange } from "./plan-shards.js";
export type { EvaluationResult, Timings } from "./result.js";
