/** Pieces that a file may be read in: what a network of a thousand layers takes ten times over. */
const MOST_PIECES = 2 ** 20;

/**
 * A file's bytes for jsfive, which takes every name, signature and block out of them by `slice`, and
 * believes what a file says of their number and places: pieces outside the file are refused, and so
 * are more than a sound file has, as one has whose nodes point at each other.
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
    this.#left -= 1 + this.#childrenOf(piece, begin);
    if (this.#left < 0) throw new RangeError(`it takes more than ${MOST_PIECES} pieces to read`);
    return piece;
  }

  /** How many places a node of a B-tree leads to, where the piece is the signature of one. */
  #childrenOf(piece: ArrayBuffer, begin: number): number {
    if (piece.byteLength !== SIGNATURE) return 0;
    if (new TextDecoder("latin1").decode(piece) !== "TREE") return 0;
    const count = begin + SIGNATURE + 2;
    return count + 2 <= this.byteLength ? new DataView(this).getUint16(count, true) : 0;
  }
}

const SIGNATURE = 4;
