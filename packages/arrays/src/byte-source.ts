/** Bytes that are read from any place, as those of a file that may be larger than memory. */
export interface ByteSource {
  readonly size: number;
  /** Those from `offset` on, all of which are there. */
  readonly read: (offset: number, length: number) => Promise<Uint8Array>;
}
