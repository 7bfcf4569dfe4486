import { closeSync, fstatSync, openSync, unlinkSync, writeSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataError, UsageError } from "@evalpool/errors";
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
   * @throws {DataError} when the last image is not whole
   */
  readonly finish: (stride: number, file: string) => Uint8Array | StoredImages;
}

/** Closes files of images that nobody holds any more. */
const abandoned = new FinalizationRegistry(closeSync);

/** Bytes that are gathered before they are put away. */
const BLOCK = 2 ** 20;

/** @param memory bytes that are held in memory at most, but for a block of 1 MiB */
export function createSpool(memory: number): Spool {
  let blocks: Uint8Array[] = [];
  let block = new Uint8Array();
  let filled = 0;
  let length = 0;
  let descriptor: number | undefined;

  const putAway = (): void => {
    if (filled > 0) blocks.push(block.subarray(0, filled));
    if (descriptor !== undefined || length > memory) {
      descriptor ??= attempt(openNameless);
      for (const full of blocks) writeAll(descriptor, full);
      blocks = [];
    } else {
      block = new Uint8Array();
    }
    filled = 0;
  };
  return {
    write(bytes) {
      length += bytes.length;
      for (let done = 0; done < bytes.length;) {
        if (block.length === 0) block = new Uint8Array(BLOCK);
        const piece = bytes.subarray(done, done + block.length - filled);
        block.set(piece, filled);
        filled += piece.length;
        done += piece.length;
        if (filled === block.length) putAway();
      }
    },
    finish(stride, file) {
      const count = length / stride;
      if (!Number.isInteger(count)) {
        throw new DataError(file, `expected images of ${stride} bytes each, got ${length} bytes`);
      }
      putAway();
      if (descriptor === undefined) return inSharedMemory(blocks, length);
      const stamp = fileStamp(fstatSync(descriptor, { bigint: true }));
      const part = { file, descriptor, stamp, offset: 0, stride, count };
      const images: StoredImages = { kind: "stored", parts: [part] };
      abandoned.register(images, descriptor);
      descriptor = undefined;
      return images;
    },
    [Symbol.dispose]() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
      blocks = [];
    },
  };
}

/** Each block is let go of once it is copied, so that all is there twice for a moment at most. */
function inSharedMemory(blocks: Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(new SharedArrayBuffer(length));
  let at = 0;
  for (const [i, { buffer, byteLength }] of blocks.entries()) {
    // Into shared memory `set` copies a word at a time.
    at += Buffer.from(buffer, 0, byteLength).copy(all, at);
    blocks[i] = new Uint8Array();
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
