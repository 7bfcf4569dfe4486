import type { EncodedImages } from "@evalpool/mnist";
import type { OpenImages } from "../image-source.js";
import { arrange } from "./arrange.js";
import type { EncodedBytes } from "./encoded-bytes.js";
import { encodedFiles } from "./encoded-files.js";
import { encodedInMemory } from "./encoded-in-memory.js";
import { encodedInParquet } from "./encoded-in-parquet.js";
import { readEncoded } from "./read-encoded.js";
import { readMemory } from "./read-memory.js";
import { readStored } from "./read-stored.js";
import { storedFormat } from "./stored-format.js";

/**
 * Opens images for one thread.
 *
 * @throws {DataError} when a file cannot be read, or is not the one that the digest was taken of
 */
export const openImages: OpenImages = ({ format, handle }) => {
  if (!(handle instanceof Uint8Array) && handle.kind !== "stored") {
    return readEncoded(encodedBytes(handle), format);
  }
  const { format: all, length } = storedFormat(format);
  const stored =
    handle instanceof Uint8Array ? readMemory(handle, length) : readStored(handle, length);
  return arrange(stored, all);
};

function encodedBytes(handle: EncodedImages): EncodedBytes {
  switch (handle.kind) {
    case "encoded":
      return encodedInMemory(handle);
    case "files":
      return encodedFiles(handle);
    case "parquet":
      return encodedInParquet(handle);
  }
}
