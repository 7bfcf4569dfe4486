export { readCheckpoint } from "./checkpoint/read-checkpoint.js";
export { writeSafetensors } from "./checkpoint/safetensors.js";
export { compile, type Plan, type PlanSize } from "./compile.js";
export { check, type Checked } from "./check.js";
export { CheckpointError, printable, SpecError } from "./errors.js";
export { forward, trace, type ForwardStep } from "./forward.js";
export {
  bind,
  checkpointLayout,
  parameterCount,
  type FloatTensor,
  type Model,
  type Parameters,
} from "./model.js";
export {
  layerShapes,
  outputWidth,
  parameterShapes,
  parseSpec,
  type Layer,
  type LayerShape,
  type ModelSpec,
  type ParameterShape,
} from "./spec.js";
export { zoo, type RemoteCheckpoint, type ZooEntry } from "./zoo/zoo.js";
