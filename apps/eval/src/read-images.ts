import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { DataError } from "@evalpool/mnist";
import type { ImageFile } from "@evalpool/mnist/node";

/** Where images are: in memory, or in a file that each thread reads for itself. */
export type ImageSource = Uint8Array | Pick<ImageFile, "file" | "offset">;

/** Images in a row of `length` bytes each, for as long as they are used. */
export interface ImageReader extends Disposable {
  /** Copies images from the `first` on to `into`, as many as it has room for. */
  read(first: number, into: Uint8Array): void;
}

export function openImages(source: ImageSource, length: number): ImageReader {
  return source instanceof Uint8Array ? readMemory(source, length) : readFile(source, length);
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

function readFile({ file, offset }: Exclude<ImageSource, Uint8Array>, length: number): ImageReader {
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
