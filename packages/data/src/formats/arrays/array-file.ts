import { columnMajor, rowMajor, type Axis, type ElementType } from "@evalpool/arrays";

/** An array in a file, of which the header was read. */
export interface ArrayFile {
  /** What it is called in errors: `mnist.npz: x_test.npy`. */
  readonly told: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** Whether its first axis varies fastest, and not the last. */
  readonly isFortran: boolean;
  /** Where its elements lie as they are; absent where they are compressed. */
  readonly place?: { readonly file: string; readonly offset: number };
  /**
   * Gives the bytes of its elements from the first on, piece by piece, as many as its shape takes.
   *
   * @throws {DataError} when they are not there, or the file changes meanwhile
   */
  readonly pour: (write: (piece: Uint8Array) => void) => Promise<Poured>;
}

/** What was read. */
interface Poured {
  /** SHA-256 of it, header included, in hex. */
  readonly sha256: string;
  /** Of its file (`fileStamp`). */
  readonly stamp: string;
}

/** The axes of an array as its elements lie. */
export function axesOf({ isFortran, shape }: ArrayFile): readonly Axis[] {
  return isFortran ? columnMajor(shape) : rowMajor(shape);
}
