import type { SharedImages } from "@evalpool/mnist";

/** Images in a row of the same length each, for as long as they are used. */
export interface ImageReader extends Disposable {
  /** Copies images from the `first` on to `into`, as many as it has room for. */
  readonly read: (first: number, into: Uint8Array) => void;
}

/** How a thread gets at images. */
export type OpenImages = (images: SharedImages) => ImageReader;
