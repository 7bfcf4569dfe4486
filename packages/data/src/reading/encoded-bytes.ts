/** Encoded images, for as long as they are used. */
export interface EncodedBytes extends Disposable {
  /** Those of an image; asked for in order, each set of a file's is read once. */
  readonly bytesOf: (index: number) => Uint8Array | Promise<Uint8Array>;
  /** What an image is called in errors. */
  readonly nameOf: (index: number) => string;
}
