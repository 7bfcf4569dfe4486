import { PickleError } from "./pickle-error.js";

/** Reads values in order, little-endian but for floats, and never past the end. */
export class ByteReader {
  position = 0;
  #frameEnd = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get remaining(): number {
    return this.#bytes.length - this.position;
  }

  uint8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  /** A length in 8 bytes; those beyond 2^53 are longer than any file all the same. */
  uint64(): number {
    return Number(this.#view.getBigUint64(this.#advance(8), true));
  }

  float64(): number {
    return this.#view.getFloat64(this.#advance(8));
  }

  /** A view of the next `length` bytes. */
  bytes(length: number): Uint8Array {
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** A view of what comes before the next line feed. */
  line(): Uint8Array {
    const end = this.#bytes.indexOf(0x0a, this.position);
    if (end === -1) throw this.#cutShort("a line");
    return this.bytes(end + 1 - this.position).subarray(0, -1);
  }

  /** Begins a frame: `length` bytes that are there, and that no value goes beyond. */
  frame(length: number): void {
    if (this.position < this.#frameEnd) throw new PickleError("a frame in a frame");
    if (length > this.remaining) throw this.#cutShort(`a frame of ${length} bytes`);
    this.#frameEnd = this.position + length;
  }

  #advance(length: number): number {
    if (length > this.remaining) throw this.#cutShort(`${length} bytes`);
    const start = this.position;
    this.position += length;
    if (start < this.#frameEnd && this.position > this.#frameEnd) {
      throw new PickleError(`a value at byte ${start} goes beyond its frame`);
    }
    return start;
  }

  #cutShort(wanted: string): PickleError {
    return new PickleError(
      `cut short: expected ${wanted} at byte ${this.position}, got ${this.remaining} more`,
    );
  }
}
