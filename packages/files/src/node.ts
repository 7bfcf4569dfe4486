export { cacheDirectory } from "./cache-directory.js";
export { ContentError, digest, requireDigest } from "./digest.js";
export { fetchFile, type FetchFileOptions, type Patience } from "./download/fetch-file.js";
export { keepFile } from "./download/keep-file.js";
export { makeDirectory } from "./make-directory.js";
export { systemMessage } from "./system-message.js";
export { writeWhole } from "./write-whole.js";
