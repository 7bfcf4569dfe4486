export { loadModel, type LoadedModel } from "./load-model.js";
