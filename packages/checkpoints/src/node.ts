export { loadModel, loadGraph, type LoadedModel } from "./load-model.js";
export { loadZooModel, type FetchOptions } from "./load-zoo-model.js";
