export { chainOfLinear, type ChainOfLinear } from "./chain-of-linear.js";
export { hasGraph, readNative } from "./native/read-native.js";
export { writeNetwork } from "./native/write-network.js";
export { readCheckpoint } from "./read-checkpoint.js";
export { writeSafetensors } from "./safetensors.js";
