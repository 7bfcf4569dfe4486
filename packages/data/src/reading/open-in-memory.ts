import { DataError } from "@evalpool/errors";
import type { OpenImages } from "../image-source.js";
import { arrange } from "./arrange.js";
import { storedFormat } from "./stored-format.js";
import type { StoredReader } from "./stored-reader.js";

/**
 * Opens images whose handle is their bytes, in any engine: all that a web page has.
 *
 * @throws {DataError} when they are in files or encoded, which takes Node.js
 */
export const openInMemory: OpenImages = ({ format, handle }) => {
  if (!(handle instanceof Uint8Array)) {
    const got = `images that are ${handle.kind === "stored" ? "in files" : "encoded"}`;
    throw new DataError(
      "images",
      `expected their pixels in memory, got ${got}: open them in Node.js`,
    );
  }
  const stored = storedFormat(format);
  return arrange(readBytes(handle, stored.length), stored.format);
};

/** Images of `length` bytes each, one after the other. */
function readBytes(bytes: Uint8Array, length: number): StoredReader {
  return {
    read(first, into) {
      const start = first * length;
      const end = start + into.length;
      if (end > bytes.length) {
        throw new RangeError(`there is no image ${Math.floor(bytes.length / length)}`);
      }
      into.set(bytes.subarray(start, end));
    },
    [Symbol.dispose]: () => undefined,
  };
}
