import { join } from "node:path";
import { DataError } from "@evalpool/errors";
import type { EncodedFiles } from "@evalpool/mnist";
import { readSmall } from "../read-small.js";
import type { EncodedBytes } from "./encoded-bytes.js";

/** Encoded images in files, each of which must still be the one that the digest was taken of. */
export function encodedFiles({ root, names, stamps }: EncodedFiles): EncodedBytes {
  const nameOf = (index: number): string => join(root, names[index] ?? "");
  return {
    bytesOf(index) {
      const file = nameOf(index);
      const { bytes, stamp } = readSmall(file);
      if (stamp === stamps[index]) return bytes;
      throw new DataError(file, "expected a file at rest, got one that changed meanwhile");
    },
    nameOf,
    [Symbol.dispose]: () => undefined,
  };
}
