export { readCheckpoint } from "./read-checkpoint.js";
export { writeSafetensors } from "./safetensors.js";
