import type { EncodedInMemory } from "@evalpool/mnist";
import type { EncodedBytes } from "./encoded-bytes.js";

/** Encoded images one after the other in memory. */
export function encodedInMemory({ bytes, ends, names }: EncodedInMemory): EncodedBytes {
  return {
    bytesOf: (index) => bytes.subarray(ends[index - 1] ?? 0, ends[index]),
    nameOf: (index) => names[index] ?? "",
    [Symbol.dispose]: () => undefined,
  };
}
