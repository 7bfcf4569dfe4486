export { canonicalForm } from "./canonical-form.js";
export { compile, type CompileOptions } from "./compile/compile.js";
export { explain, type Execution, type Explanation } from "./compile/explain.js";
export { createPlan, type Plan } from "./compile/plan.js";
export type { Program } from "./compile/program.js";
export { costOf, type Cost, type NodeCost } from "./cost.js";
export { equationsOf, type Equation } from "./equations.js";
export { forward, preprocess, trace, type ForwardStep } from "./forward.js";
export type { Graph, Node, ParameterReference } from "./graph.js";
export {
  imageShape,
  requireFit,
  stepFlags,
  stepsToFit,
  type FittingSteps,
  type ImageSize,
  type ImageTaker,
} from "./image-shape.js";
export {
  classCount,
  inferShapes,
  outputShape,
  parameterCount,
  parametersOf,
  type InferredNode,
  type NodeParameter,
} from "./infer-shapes.js";
export { lowerSpec } from "./lower-spec.js";
export { bind, checkpointLayout, type FloatTensor, type Model, type Parameters } from "./model.js";
export type { ParameterFacts } from "./ops/operation.js";
export { paddedFrom } from "./ops/pad.js";
export { operationOf, type AttributesOf, type OpName } from "./ops/ops.js";
export { parseSpec } from "./parse-spec.js";
export { logitsOf } from "./passes/drop-final-softmax.js";
export { scalesPixels } from "./passes/scale-into-preprocess.js";
export { withoutUnused } from "./passes/drop-unused.js";
export { channelsOf, dividedBy, divisorOf, pixelTable } from "./pixel-table.js";
export { preparePixels, preparedShape, type PixelPreparation } from "./pixels/prepare-pixels.js";
export { completePreprocess, preprocessSchema, type SaidPreprocess } from "./said-preprocess.js";
export type { ImageShape, Preprocess, PreprocessSource, Resize } from "./preprocess.js";
export { settingsOf, type Setting } from "./settings.js";
export type { Shape } from "./shape.js";
export { specWords } from "./spec-words.js";
export type { Layer, ModelSpec } from "./spec.js";
export type { Stored } from "./stored.js";
export { told } from "./told.js";
export { zoo, type RemoteCheckpoint, type ZooEntry, type ZooScore } from "./zoo/zoo.js";
