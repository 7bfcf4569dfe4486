/** Images as they are stored, for as long as they are used. */
export interface StoredReader extends Disposable {
  /** Fills `into` with the bytes of images from the `first` on. */
  readonly read: (first: number, into: Uint8Array) => void;
}
