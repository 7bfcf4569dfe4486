export { DataError } from "./errors.js";
export { encodeIdx, parseIdx, type IdxArray, type IdxData } from "./idx.js";
export { oneHot } from "./one-hot.js";
