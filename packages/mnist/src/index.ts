export { encodeIdx, parseIdx, type IdxArray, type IdxData } from "./idx.js";
export type {
  ImageFormat,
  ImageHandle,
  ImagesInFile,
  IndexedSource,
  SharedImages,
  SourceDigest,
  SourceInfo,
} from "./image-source.js";
export { oneHot } from "./one-hot.js";
export {
  synthesizeDigits,
  type SynthesizeOptions,
  type SyntheticDigits,
} from "./synthetic/synthesize-digits.js";
