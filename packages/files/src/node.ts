export { cacheDirectory } from "./cache-directory.js";
export { ContentError, digest, requireDigest } from "./digest.js";
export { fetchFile, type FetchFileOptions, type Patience } from "./download/fetch-file.js";
export { keepFile } from "./download/keep-file.js";
export { fileStamp, untilSettled } from "./file-stamp.js";
export { makeDirectory } from "./make-directory.js";
export { openContent, type OpenContent } from "./open-content.js";
export {
  notRegular,
  openRegular,
  READ_FLAGS,
  type OpenFile,
  type ToError,
} from "./open-regular.js";
export { removePartials } from "./partial-file.js";
export { readWhole, type ReadWholeOptions } from "./read-whole.js";
export { systemMessage } from "./system-message.js";
export { createWholeFile, writeWhole, type WholeFile } from "./write-whole.js";
