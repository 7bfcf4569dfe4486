import { requireSmallHeader } from "./object-header.js";

/** Pieces that a file may be read in: what a network of a thousand layers takes ten times over. */
const MOST_PIECES = 2 ** 20;

/** Of a part of the file, in bytes. */
const SIGNATURE = 4;

/**
 * A file's bytes for jsfive, which takes every name, signature and block out of them by `slice`, and
 * believes what a file says of their number and places. Refused are pieces outside the file, and more
 * of them than a sound file has, as one has whose nodes point at each other.
 */
export class MeteredBuffer extends ArrayBuffer {
  #left = MOST_PIECES;

  static override get [Symbol.species](): ArrayBufferConstructor {
    return ArrayBuffer;
  }

  static of(bytes: Uint8Array): MeteredBuffer {
    const buffer = new MeteredBuffer(bytes.length);
    new Uint8Array(buffer).set(bytes);
    return buffer;
  }

  override slice(begin = 0, end = this.byteLength): ArrayBuffer {
    if (!(begin >= 0 && begin <= end && end <= this.byteLength)) {
      throw new RangeError(`bytes ${begin} to ${end} lie outside the file of ${this.byteLength}`);
    }
    const piece = super.slice(begin, end);
    this.#left -= 1 + this.#costOf(piece, begin);
    if (this.#left < 0) throw new RangeError(`it takes more than ${MOST_PIECES} pieces to read`);
    return piece;
  }

  /** What jsfive goes through at once where a piece is the signature of a node or a header. */
  #costOf(piece: ArrayBuffer, begin: number): number {
    if (piece.byteLength !== SIGNATURE) return 0;
    const signature = String.fromCharCode(...new Uint8Array(piece));
    if (signature === "OHDR") return requireSmallHeader(new DataView(this), begin) / 16;
    // Places that a node of a B-tree leads to.
    return signature === "TREE" ? new DataView(this).getUint16(begin + 6, true) : 0;
  }
}
