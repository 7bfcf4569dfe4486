export { compile, type Plan, type PlanSize } from "./compile.js";
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
