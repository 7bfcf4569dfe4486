export type {
  ImageFormat,
  ImageHandle,
  ImagesInFile,
  IndexedSource,
  SharedImages,
  SourceDigest,
  SourceInfo,
} from "@evalpool/mnist";
export type { ImageReader, OpenImages } from "./image-source.js";
