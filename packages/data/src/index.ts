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
} from "@evalpool/mnist";
export type { ImageReader, OpenImages, ReadImage } from "./image-source.js";
export { openInMemory } from "./reading/open-in-memory.js";
