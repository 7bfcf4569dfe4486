export type { ImageReader, ImagesInFile, ImageSource, OpenImages } from "./image-source.js";
