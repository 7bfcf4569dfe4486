import { zlib } from "../zlib.js";

/** A part of a PNG image. */
export interface PngChunk {
  readonly type: string;
  readonly data: Uint8Array;
  /** Whether its checksum fits. */
  readonly isSound: boolean;
}

/** Bytes before the first. */
const SIGNATURE = 8;

/** The parts of a PNG image in turn (PNG 3rd edition, 5.3), up to one that is cut short. */
export function* pngChunks(bytes: Uint8Array): Generator<PngChunk, void, void> {
  const { crc32 } = zlib();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = SIGNATURE; at + 12 <= bytes.length;) {
    const length = view.getUint32(at);
    const end = at + 8 + length;
    if (end + 4 > bytes.length) return;
    const checked = bytes.subarray(at + 4, end);
    const type = String.fromCharCode(...checked.subarray(0, 4));
    const isSound = crc32(checked) === view.getUint32(end);
    yield { type, data: checked.subarray(4), isSound };
    at = end + 4;
  }
}
