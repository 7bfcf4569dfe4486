import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { DataError } from "@evalpool/errors";
import type { ImageReader, ImagesInFile, OpenImages } from "./image-source.js";

/** Opens images for one thread. @throws {Error} of the system when there is no such file */
export const openImages: OpenImages = (source, length) =>
  source instanceof Uint8Array ? readMemory(source, length) : readFile(source, length);

function readMemory({ buffer, byteOffset, byteLength }: Uint8Array, length: number): ImageReader {
  // Of shared memory, `set` copies a word at a time, which takes three times as long.
  const images = Buffer.from(buffer, byteOffset, byteLength);
  return {
    read(first, into) {
      images.copy(into, 0, first * length, first * length + into.length);
    },
    [Symbol.dispose]: () => undefined,
  };
}

function readFile({ file, offset }: ImagesInFile, length: number): ImageReader {
  const descriptor = openSync(file, "r");
  return {
    read(first, into) {
      for (let done = 0; done < into.length;) {
        const position = offset + first * length + done;
        const bytes = readSync(descriptor, into, done, into.length - done, position);
        if (bytes === 0) {
          const { size } = fstatSync(descriptor);
          throw new DataError(file, `ends at byte ${size}, expected images up to byte ${position}`);
        }
        done += bytes;
      }
    },
    [Symbol.dispose]: () => closeSync(descriptor),
  };
}
