/** What one image of a data set is in memory: its elements lie one after the other, row by row. */
export interface ImageFormat {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** Whether a whole channel comes after the other (`CHW`) or the channels of a pixel (`HWC`). */
  readonly layout: "CHW" | "HWC";
  readonly element: "uint8" | "float32";
}

/** What is known of a split of a data set without reading its images. */
export interface SourceInfo {
  readonly name: string;
  /** Of the data set, as in `test`. */
  readonly split: string;
  readonly format: ImageFormat;
  /** Labels are from 0 to `classes` - 1. */
  readonly classes: number;
  readonly classNames?: readonly string[];
  readonly digest: SourceDigest;
}

/** What a data set is known by, whatever its files are called. */
export interface SourceDigest {
  /** SHA-256 of the content of each part, in hex. */
  readonly parts: { readonly images: string; readonly labels: string };
  /** SHA-256 of the parts' names and digests, in hex. */
  readonly all: string;
}

/** Images of which any can be read at any time. */
export interface IndexedSource extends SourceInfo {
  readonly count: number;
  /** `[count]` */
  readonly labels: Uint8Array | Uint16Array;
  readonly handle: ImageHandle;
}

/**
 * How another thread opens the images: plain data, which can be sent. They are in memory, or in a
 * file that each thread reads for itself.
 */
export type ImageHandle = Uint8Array | ImagesInFile;

/** Images, one after the other, in a file that is not compressed. */
export interface ImagesInFile {
  readonly file: string;
  /** Bytes before the first image. */
  readonly offset: number;
  /** Of the file whose digest was taken (`fileStamp`): another one is not read. */
  readonly stamp: string;
}

/** What a thread needs to read images. */
export type SharedImages = Pick<IndexedSource, "format" | "handle">;
