export { backendChoices, chooseKernels, type BackendChoice } from "./choose-kernels.js";
export { DEFAULT_BATCH_SIZE, defaultThreads, MOST_THREADS } from "./defaults.js";
export {
  createEvaluatorOn,
  type Evaluator,
  type RunConfig,
  type RunObserver,
} from "./evaluator.js";
export {
  createShardEvaluator,
  type ShardEvaluator,
  type ShardsOutcome,
  type ShardSteps,
} from "./evaluate-shards.js";
export { formatSamples } from "./format-samples.js";
export { aggregate } from "./aggregate.js";
export { missingRanges, union } from "./coverage.js";
export type { ImageSamples, Predictions, ScoredSamples } from "./image-samples.js";
export type { Job } from "./job.js";
export { checkGates, gateText, gateValueText } from "./gates/check-gates.js";
export type { Gate, GateOutcome } from "./gates/gate.js";
export { parseGate } from "./gates/parse-gate.js";
export { requireGateClasses } from "./gates/require-gate-classes.js";
export { imageOf } from "./own-predictor.js";
export type {
  CreatePredict,
  OwnPredictor,
  Predict,
  PredictorInput,
  Runtime,
} from "./own-predictor.js";
export type {
  ComparedFigures,
  ComparedImage,
  ComparedResult,
  Comparison,
  OtherName,
  PairedTest,
} from "./comparison.js";
export { corruptionText } from "./corruption-text.js";
export { preprocessText } from "./preprocess-text.js";
export { parsePart } from "./parts/parse-part.js";
export { parseRun } from "./parts/parse-run.js";
export {
  createPartMerger,
  type Counted,
  type CountedPart,
  type PartMerger,
} from "./parts/part-merger.js";
export type { Part, PartOrigin, RunIdentity } from "./parts/part.js";
export { runDifferences } from "./parts/run-differences.js";
export { imagesIn, requireInteger, type ShardPlan, type ShardRange } from "./plan-shards.js";
export { RangePlanner, type Unplanned } from "./parts/range-planner.js";
export type { CreatePredictor, Logits, Predictor } from "./predictor.js";
export { readInput } from "./read-input.js";
export { requireEvaluable } from "./require-evaluable.js";
export type {
  EvaluationResult,
  MachineShare,
  NamedClassFigures,
  ScoredResult,
  Timings,
} from "./result.js";
export type { RobustnessResult } from "./robustness-result.js";
export { rootCause } from "./root-cause.js";
export { prepareOnWorkers, type SendTask } from "./run-on-workers.js";
export { shardFailure } from "./shard-failure.js";
export { createShardQueue, imagesDone, shardInWork, takeShards } from "./shard-queue.js";
export type { ShardRunner, StartedRunner } from "./shard-runner.js";
export { createShardWorker, type ShardAnswer, type ShardTask } from "./shard-worker.js";
export { spreadOf, type Spread } from "./spread.js";
export { stopwatch } from "./stopwatch.js";
export { unlessAborted } from "./unless-aborted.js";
export { wasRun } from "./was-run.js";
