export {
  datasets,
  findDataset,
  type DatasetInfo,
  type PublishedDataset,
  type PublishedFile,
} from "./download/registry.js";
export { encodeIdx, parseIdx, type IdxArray, type IdxData } from "./idx.js";
export type {
  EncodedFiles,
  EncodedImages,
  EncodedInMemory,
  EncodedInParquet,
  ImageFormat,
  ImageHandle,
  IndexedSource,
  ParquetPart,
  SharedImages,
  SourceDigest,
  SourceInfo,
  StoredImages,
  StoredPart,
} from "./image-source.js";
export { oneHot } from "./one-hot.js";
export {
  synthesizeDigits,
  type SynthesizeOptions,
  type SyntheticDigits,
} from "./synthetic/synthesize-digits.js";
export { digestedText } from "./digested-text.js";
export {
  sourceOfIdx,
  type IdxBytes,
  type IdxSourceInfo,
  type SourceInMemory,
} from "./source-of-idx.js";
export { digitOfGrey } from "./digit-of-grey.js";
export { digitOfStrokes } from "./digit-of-strokes.js";
export type { InkPoint } from "./synthetic/write-skeleton.js";
