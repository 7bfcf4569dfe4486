export { columnMajor, countElements, isShape, rowMajor, shapeProblem, type Axis } from "./axes.js";
export type { ByteSource } from "./byte-source.js";
export { decodeArray, type DecodedArray, type StoredArray } from "./decode-array.js";
export { findDuplicateKey } from "./duplicate-key.js";
export {
  bytesOfElement,
  isFloatType,
  type ElementKind,
  type Elements,
  type ElementType,
  type FloatKind,
  type FloatType,
} from "./element-type.js";
export { encodeNpy } from "./encode-npy.js";
export { encodeNpz, type EncodeNpzOptions } from "./encode-npz.js";
export { encodeSafetensors } from "./encode-safetensors.js";
export { NPY_HEAD, readNpyHeader, type NpyHeader, type NpyReading } from "./npy-header.js";
export type { NumberArray, NumberData, NumberType } from "./number-array.js";
export { numpyType } from "./numpy-type.js";
export {
  readSafetensorsHeader,
  SAFETENSORS_HEAD,
  safetensorsTypes,
  type SafetensorsEntry,
  type SafetensorsHeader,
  type SafetensorsReading,
} from "./safetensors-header.js";
export type { ToError } from "./to-error.js";
export { withArchive, type ArchiveKind, type Member } from "./zip-archive.js";
