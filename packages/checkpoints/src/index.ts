export { chainOfLinear, type ChainOfLinear } from "./chain-of-linear.js";
export type { FileModel, FileNetwork, FileNetworkOptions } from "./file-network.js";
export { largestCheckpoint, largestNetwork } from "./largest-file.js";
export { hasGraph, readNative } from "./native/read-native.js";
export { writeNetwork } from "./native/write-network.js";
export { readCheckpoint } from "./read-checkpoint.js";
export { readNetwork } from "./read-network.js";
export { readWeights } from "./read-weights.js";
export { readSafetensors, writeSafetensors, type Safetensors } from "./safetensors.js";
