/** Images with their labels, as a data set is written from. */
export interface LabelledImages {
  /** `[N, C, H, W]`, each pixel from 0 to 255. */
  readonly images: Uint8Array;
  /** Of one image. */
  readonly shape: readonly [channels: number, height: number, width: number];
  /** `[N]` */
  readonly labels: Uint8Array | Uint16Array;
  /** By label. */
  readonly classNames?: readonly string[];
}
