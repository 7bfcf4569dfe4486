export type { LabelledImages } from "./examples.js";
export type { Initialization } from "./initialize.js";
export type { OptimizerName } from "./optimizers.js";
export { defaultOptions, type TrainOptions } from "./options.js";
export { recipeFor } from "./recipes.js";
export type { ScheduleName } from "./schedule.js";
export {
  train,
  type EpochRecord,
  type TrainInput,
  type TrainProgress,
  type TrainResult,
  type TrainState,
} from "./train.js";
export type { TrainerState } from "./trainer.js";
