export { fileKind, type FileKind, type FileKindId } from "./file-kind.js";
