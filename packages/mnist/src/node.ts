export {
  datasetStatus,
  downloadDataset,
  type CachedFile,
  type DownloadOptions,
} from "./download/download-dataset.js";
export type { CacheState } from "./download/cached-file.js";
export { findSplit, type FindOptions } from "./find-split.js";
export { decodeElements, type IdxHeader, type IdxKind } from "./idx.js";
export { loadMnist, loadMnistSplit, type MnistOptions, type MnistSplit } from "./load-mnist.js";
export {
  loadSplit,
  openSplit,
  type LoadSplitOptions,
  type OpenSplitOptions,
} from "./load-split.js";
export { openIdx, type OpenIdx } from "./open-idx.js";
export {
  allocateShared,
  readIdx,
  readOpenIdx,
  type Expectation,
  type IdxFile,
} from "./read-idx.js";
export { requireLabels } from "./require-labels.js";
export { sourceDigest } from "./source-digest.js";
export {
  splitNames,
  type ImageArray,
  type ImageFile,
  type ImageShape,
  type LabelArray,
  type OpenSplit,
  type Split,
  type SplitName,
} from "./split.js";
export { toSource } from "./to-source.js";
