import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { DataError } from "@evalpool/errors";
import { fileStamp, READ_FLAGS } from "@evalpool/files/node";
import type { StoredImages, StoredPart } from "@evalpool/mnist";
import { attempt } from "../attempt.js";
import type { StoredReader } from "./stored-reader.js";

/** Images of `length` bytes each in files, which are opened when they are first read of. */
export function readStored({ parts }: StoredImages, length: number): StoredReader {
  const open = new Map<StoredPart, OpenPart>();
  const openOf = (part: StoredPart): OpenPart => {
    const found = open.get(part) ?? openPart(part, length);
    open.set(part, found);
    return found;
  };
  return {
    read(first, into) {
      let done = 0;
      let start = 0;
      for (const part of parts) {
        const at = first + done - start;
        const count = Math.min(part.count - at, into.length / length - done);
        start += part.count;
        if (count <= 0) continue;
        const images = into.subarray(done * length, (done + count) * length);
        openOf(part).read(at, images);
        done += count;
      }
      if (done * length < into.length) throw new RangeError(`there is no image ${first + done}`);
    },
    [Symbol.dispose]() {
      for (const { close } of open.values()) close();
    },
  };
}

interface OpenPart {
  readonly read: (first: number, into: Uint8Array) => void;
  readonly close: () => void;
}

function openPart(
  { file, descriptor, offset, stride, stamp }: StoredPart,
  length: number,
): OpenPart {
  const opened = descriptor ?? attempt(file, () => openSync(file, READ_FLAGS));
  let records = new Uint8Array();
  // Asked of the open file after it was read, so that all that is read is what the digest is of.
  const requireUnchanged = (): void => {
    if (fileStamp(fstatSync(opened, { bigint: true })) === stamp) return;
    throw new DataError(file, "expected a file at rest, got one that changed meanwhile");
  };
  const readAt = (start: number, into: Uint8Array): void => {
    let done = 0;
    for (let bytes = -1; done < into.length && bytes !== 0; done += bytes) {
      const at = done;
      bytes = attempt(file, () => readSync(opened, into, at, into.length - at, start + at));
    }
    requireUnchanged();
    if (done < into.length) {
      throw new DataError(file, `expected images up to byte ${start + into.length}, got fewer`);
    }
  };
  return {
    read(first, into) {
      const start = offset + first * stride;
      if (stride === length) return readAt(start, into);
      const count = into.length / length;
      const bytes = (count - 1) * stride + length;
      if (records.length < bytes) records = new Uint8Array(bytes);
      readAt(start, records.subarray(0, bytes));
      for (let i = 0; i < count; i++) {
        into.set(records.subarray(i * stride, i * stride + length), i * length);
      }
    },
    close() {
      if (descriptor === undefined) closeSync(opened);
    },
  };
}
