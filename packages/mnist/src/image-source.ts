/** How images are stored. Whoever reads them is given each as `[C, H, W]`, upright. */
export interface ImageFormat {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** Whether a whole channel comes after the other (`CHW`) or the channels of a pixel (`HWC`). */
  readonly layout: "CHW" | "HWC";
  readonly element: "uint8" | "float32";
  /** Stored column by column, as EMNIST's are. */
  readonly isTransposed?: true;
  /** Of floats: what a byte says as 255. Absent where they are numbers of any meaning. */
  readonly white?: 1;
}

/** What is known of a split of a data set without reading its images. */
export interface SourceInfo {
  readonly name: string;
  /** Of the data set, as in `test`. */
  readonly split: string;
  /** What it is stored as, in a sentence: `IDX files`. */
  readonly kind?: string;
  /** Absent where images are of several sizes. */
  readonly format?: ImageFormat;
  /** Labels are from 0 to `classes` - 1. */
  readonly classes: number;
  /** By label. */
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
 * How another thread opens the images: plain data, which can be sent. They are in memory as their
 * format says, or each thread reads them for itself.
 */
export type ImageHandle = Uint8Array | StoredImages | EncodedImages;

/** Images as their format says, in files that are not compressed: those of each part in turn. */
export interface StoredImages {
  readonly kind: "stored";
  readonly parts: readonly StoredPart[];
}

/** Images at equal distances in a file. */
export interface StoredPart {
  readonly file: string;
  /** Where it is open already, as one without a name is: of this process, in any thread. */
  readonly descriptor?: number;
  /** Of the file whose digest was taken (`fileStamp`): another one is not read. */
  readonly stamp: string;
  /** Bytes before the first image. */
  readonly offset: number;
  /** Bytes from one image to the next. */
  readonly stride: number;
  readonly count: number;
}

/** Images as PNG, JPEG and their kind, which each thread decodes for itself. */
export type EncodedImages = EncodedInMemory | EncodedFiles | EncodedInParquet;

/** One after the other in memory. */
export interface EncodedInMemory {
  readonly kind: "encoded";
  readonly bytes: Uint8Array;
  /** `[count]`: where each ends in `bytes`. */
  readonly ends: Float64Array;
  /** `[count]`: what each is called in errors. */
  readonly names: readonly string[];
}

/** Each in a file. */
export interface EncodedFiles {
  readonly kind: "files";
  readonly root: string;
  /** Of each, from the root. */
  readonly names: readonly string[];
  /** Of each (`fileStamp`). */
  readonly stamps: readonly string[];
}

/** In a column of Parquet files. */
export interface EncodedInParquet {
  readonly kind: "parquet";
  readonly column: string;
  readonly parts: readonly ParquetPart[];
}

/** Rows of one file. */
export interface ParquetPart {
  readonly file: string;
  readonly stamp: string;
  /** Rows of each row group. */
  readonly rows: readonly number[];
}

/** What a thread needs to read images. */
export type SharedImages = Pick<IndexedSource, "format" | "handle">;
