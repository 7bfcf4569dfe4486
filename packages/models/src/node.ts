export { loadModel, loadSpec, type LoadedModel } from "./load-model.js";
