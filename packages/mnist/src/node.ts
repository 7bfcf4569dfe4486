export { DataError } from "./errors.js";
export type { FindOptions, SplitName } from "./find-split.js";
export { loadMnist, loadMnistSplit, type MnistOptions, type MnistSplit } from "./load-mnist.js";
export { loadSplit, type LoadSplitOptions, type Split } from "./load-split.js";
export { readIdx, type IdxFile } from "./read-idx.js";
