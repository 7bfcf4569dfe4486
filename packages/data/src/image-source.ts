/** Where images are: in memory, or in a file that each thread reads for itself. */
export type ImageSource = Uint8Array | ImagesInFile;

/** Images of bytes, one after the other, in a file that is not compressed. */
export interface ImagesInFile {
  readonly file: string;
  /** Bytes before the first pixel. */
  readonly offset: number;
}

/** Images in a row of the same length each, for as long as they are used. */
export interface ImageReader extends Disposable {
  /** Copies images from the `first` on to `into`, as many as it has room for. */
  readonly read: (first: number, into: Uint8Array) => void;
}

/** @param length bytes of one image */
export type OpenImages = (source: ImageSource, length: number) => ImageReader;
