/** Its files begin with `t10k` and `train`, as MNIST's do. */
export type SplitName = (typeof splitNames)[number];

/** The splits that MNIST and its like have. */
export const splitNames = ["test", "train"] as const;

/** One split of a data set as its files hold it: pixels 0 to 255, labels 0 to classes - 1. */
export interface Split<Images = ImageArray> {
  readonly name: string;
  readonly split: SplitName;
  readonly images: Images;
  readonly labels: LabelArray;
  /** Number of classes (default: as many as there are labels up to the highest). */
  readonly classes?: number;
  /** SHA-256 of each file's content, in hex. */
  readonly sha256: { readonly images: string; readonly labels: string };
}

/** A split whose images may still lie in their file. */
export type OpenSplit = Split<ImageArray | ImageFile>;

/** Pixels in memory, row-major. */
export interface ImageArray {
  readonly data: Uint8Array;
  readonly shape: ImageShape;
}

/** Pixels in a file that is not compressed. */
export interface ImageFile {
  readonly file: string;
  /** Bytes before the first image. */
  readonly offset: number;
  /** Of the file whose digest was taken (`fileStamp`). */
  readonly stamp: string;
  readonly shape: ImageShape;
}

/** `[N, H, W]` */
export type ImageShape = readonly [number, number, number];

/** Labels in memory, each the number of a class. */
export interface LabelArray {
  readonly data: Uint8Array;
  /** `[N]` */
  readonly shape: readonly [number];
}
