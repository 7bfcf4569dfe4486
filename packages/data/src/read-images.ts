import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { DataError } from "@evalpool/errors";
import { fileStamp, READ_FLAGS, systemMessage } from "@evalpool/files/node";
import type { ImageFormat, ImagesInFile } from "@evalpool/mnist";
import type { ImageReader, OpenImages } from "./image-source.js";

/**
 * Opens images for one thread.
 *
 * @throws {DataError} when the file cannot be read, or is not the one that the digest was taken of
 */
export const openImages: OpenImages = ({ format, handle }) => {
  const length = imageBytes(format);
  return handle instanceof Uint8Array ? readMemory(handle, length) : readFile(handle, length);
};

function imageBytes({ channels, height, width, element }: ImageFormat): number {
  return channels * height * width * (element === "uint8" ? 1 : 4);
}

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

function readFile({ file, offset, stamp }: ImagesInFile, length: number): ImageReader {
  const descriptor = orFail(file, () => openSync(file, READ_FLAGS));
  // Asked of the open file after it was read, so that all that is read is what the digest is of.
  const requireUnchanged = (): void => {
    if (fileStamp(fstatSync(descriptor, { bigint: true })) === stamp) return;
    throw new DataError(file, "expected a file at rest, got one that changed meanwhile");
  };
  return {
    read(first, into) {
      const start = offset + first * length;
      let done = 0;
      for (let bytes = -1; done < into.length && bytes !== 0; done += bytes) {
        const at = done;
        bytes = orFail(file, () => readSync(descriptor, into, at, into.length - at, start + at));
      }
      requireUnchanged();
      if (done < into.length) {
        throw new DataError(file, `expected images up to byte ${start + into.length}, got fewer`);
      }
    },
    [Symbol.dispose]: () => closeSync(descriptor),
  };
}

function orFail<T>(file: string, ask: () => T): T {
  try {
    return ask();
  } catch (cause) {
    throw new DataError(file, systemMessage(cause), { cause });
  }
}
