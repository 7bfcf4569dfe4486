import { closeSync, fstatSync, openSync, unlinkSync, writeSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UsageError } from "@evalpool/errors";
import { fileStamp, systemMessage } from "@evalpool/files/node";
import type { StoredImages } from "@evalpool/mnist";

/** Takes bytes whose number is not known before, and holds no more of them in memory than it may. */
export interface Spool extends Disposable {
  /** Copies them. @throws {UsageError} when there is no room for them on the disk */
  readonly write: (bytes: Uint8Array) => void;
  /**
   * All that was written, as images of `stride` bytes each: in memory that threads share, or in a file
   * without a name, which goes when nobody holds the images any more.
   *
   * @param file what they came from, for errors
   */
  readonly finish: (stride: number, file: string) => Uint8Array | StoredImages;
}

/** Closes files of images that nobody holds any more. */
const abandoned = new FinalizationRegistry(closeSync);

/** @param memory bytes that are held in memory at most */
export function createSpool(memory: number): Spool {
  let chunks: Uint8Array[] = [];
  let length = 0;
  let descriptor: number | undefined;

  const flush = (): number => {
    descriptor ??= attempt(openNameless);
    for (const chunk of chunks) writeAll(descriptor, chunk);
    chunks = [];
    return descriptor;
  };
  return {
    write(bytes) {
      length += bytes.length;
      chunks.push(bytes.slice());
      if (descriptor !== undefined || length > memory) flush();
    },
    finish(stride, file) {
      if (descriptor === undefined) return inMemory(chunks, length);
      const stamp = fileStamp(fstatSync(descriptor, { bigint: true }));
      const count = length / stride;
      const part = { file, descriptor, stamp, offset: 0, stride, count };
      const images: StoredImages = { kind: "stored", parts: [part] };
      abandoned.register(images, descriptor);
      descriptor = undefined;
      return images;
    },
    [Symbol.dispose]() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
      chunks = [];
    },
  };
}

function inMemory(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(new SharedArrayBuffer(length));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** Its name is taken from it at once, so that nothing is left behind however this ends. */
function openNameless(): number {
  const file = join(tmpdir(), `evalpool-${randomUUID()}`);
  const descriptor = openSync(file, "wx+", 0o600);
  unlinkSync(file);
  return descriptor;
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) {
    const at = done;
    done += attempt(() => writeSync(descriptor, bytes, at));
  }
}

function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new UsageError(
      `cannot hold images in ${tmpdir()}: ${systemMessage(cause)}; ` +
        "let them take more --memory, or name another place with $TMPDIR",
      { cause },
    );
  }
}
