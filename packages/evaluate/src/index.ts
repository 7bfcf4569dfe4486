export { aggregate } from "./aggregate.js";
export {
  createShardEvaluator,
  type Job,
  type ShardEvaluator,
  type ShardsOutcome,
} from "./evaluate-shards.js";
export type { ImageSamples, Predictions } from "./image-samples.js";
export { inOrder } from "./in-order.js";
export { planShards, requireInteger, type ShardPlan, type ShardRange } from "./plan-shards.js";
export type { EvaluationResult, Timings } from "./result.js";
export {
  createShardQueue,
  empty,
  imagesDone,
  refill,
  shardInWork,
  takeShards,
  type ShardQueue,
} from "./shard-queue.js";
export { shareJob } from "./shared-memory.js";
export { spreadOf, type Spread } from "./spread.js";
export { stopwatch } from "./stopwatch.js";
