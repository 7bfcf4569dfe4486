/** What an encoded image says of itself. */
export interface ImageHeader {
  /** As it is given once it is decoded: alpha is dropped, a palette is of colours. */
  readonly channels: 1 | 3;
  /** Upright. */
  readonly height: number;
  readonly width: number;
  /** What its pixels are before. */
  readonly stored: "gray" | "gray16" | "rgb" | "cmyk";
}
