import type { SharedImages } from "@evalpool/mnist";

/** Images in a row, for as long as they are used. */
export interface ImageReader extends Disposable {
  /**
   * Fills `into` with the images from the `first` on, each `[C, H, W]` and upright, in elements of its
   * format. A promise is kept when they are there; only of images of one size.
   */
  readonly read: (first: number, into: Uint8Array) => Promise<void> | undefined;
  /** The same, each by itself; of images that are decoded, which may differ in size. */
  readonly readEach?: (first: number, count: number) => Promise<readonly ReadImage[]>;
}

/** An image by itself. */
export interface ReadImage {
  /** `[C, H, W]` */
  readonly shape: readonly [channels: number, height: number, width: number];
  readonly bytes: Uint8Array;
  /** What it is called in errors. */
  readonly name: string;
}

/** How a thread gets at images. */
export type OpenImages = (images: SharedImages) => ImageReader;
