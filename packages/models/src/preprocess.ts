/**
 * What a network takes images to be, and what becomes of their stored pixels before they are its
 * input. First of the bytes, in this order, each giving bytes: `transpose`, `invert`, `channels`,
 * `resize`. Then each pixel v of them becomes `(v · scale − mean) / std`, in float64, rounded once to
 * float32. What is absent changes nothing.
 */
export interface Preprocess {
  /** `[C, H, W]` of the images that a flat input is made of, where that is known. */
  readonly image?: ImageShape;
  /** Swaps rows and columns, as of images that are stored by column. */
  readonly transpose?: true;
  /** 255 − v: dark on light becomes light on dark. */
  readonly invert?: true;
  /** One channel, or three. */
  readonly channels?: "gray" | "rgb";
  readonly resize?: Resize;
  /** As 1/255, to have pixels from 0 to 1. */
  readonly scale?: number;
  /** One for all channels, or one for each. */
  readonly mean?: readonly number[];
  readonly std?: readonly number[];
}

/** To another number of pixels. */
export interface Resize {
  readonly height: number;
  readonly width: number;
  /** Whether proportions are kept and what is too much is cut off, the same on both sides. */
  readonly crop?: true;
}

/**
 * Who says what becomes of pixels: the `model` itself, in its file or its first operations; the
 * `caller`; or nobody, so that v/255 is `assumed`, as most networks were trained on.
 */
export type PreprocessSource = "model" | "caller" | "assumed";

/** `[C, H, W]` */
export type ImageShape = readonly [channels: number, height: number, width: number];
