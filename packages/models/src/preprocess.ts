/** What a network takes images to be, and what becomes of their pixels before they are its input. */
export interface Preprocess {
  /** The input is `pixel / divisor`. */
  readonly divisor: number;
  /** `[C, H, W]` of the images that a flat input is made of, where that is known. */
  readonly image?: ImageShape;
}

/** `[C, H, W]` */
export type ImageShape = readonly [channels: number, height: number, width: number];
