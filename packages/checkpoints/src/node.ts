export { isWeightsAlone } from "./is-weights-alone.js";
export { loadOnnxSignature } from "./load-onnx-signature.js";
export {
  loadGraph,
  loadModel,
  loadNetwork,
  type LoadedModel,
  type LoadModelOptions,
} from "./load-model.js";
export { loadZooModel, type FetchOptions } from "./load-zoo-model.js";
