import type { StoredReader } from "./stored-reader.js";

/** Images of `length` bytes each, one after the other in memory. */
export function readMemory(
  { buffer, byteOffset, byteLength }: Uint8Array,
  length: number,
): StoredReader {
  // Of shared memory, `set` copies a word at a time, which takes three times as long.
  const images = Buffer.from(buffer, byteOffset, byteLength);
  return {
    read(first, into) {
      images.copy(into, 0, first * length, first * length + into.length);
    },
    [Symbol.dispose]: () => undefined,
  };
}
