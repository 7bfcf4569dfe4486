import type { Entry, FileEntry, ZipReaderConstructorOptions } from "@zip.js/zip.js";
import { CheckpointError, shorten } from "@evalpool/errors";
import type { FloatTensor, Parameters } from "@evalpool/models";
import { readNpy } from "./npy.js";

/** Arrays in an archive. The largest image classifiers have 1,500; each takes zip.js a millisecond. */
const MOST_ENTRIES = 2000;
/** Deflate cannot make a byte into more than this (RFC 1951: 258 bytes from 2 bits). */
const LARGEST_RATIO = 1032;
/**
 * Bytes that the arrays of any archive may inflate to: 64 million float32 weights. Those of a large
 * one may inflate to a multiple of it, which weights, hardly compressible, stay below by far.
 */
const SMALL_CONTENT = 2 ** 28;
const LARGEST_GROWTH = 4;

const strict: ZipReaderConstructorOptions = {
  // Another tool could read another content, where headers, directory and sums disagree.
  strictness: "strict",
  checkCrc32: true,
  checkOverlappingEntry: true,
  // Names of arrays are no paths, and nothing is unpacked to them.
  filenameValidation: "balanced",
};

/**
 * The arrays of an NPZ file (`numpy.savez`, `numpy.savez_compressed`), by their names.
 *
 * The archive is read by zip.js, which is kept, runs in Node.js and browsers alike, knows ZIP64,
 * and refuses what is ambiguous in an archive; it is loaded when there is such a file.
 *
 * @param file name for error messages
 * @throws {CheckpointError}
 */
export async function readNpz(bytes: Uint8Array, file: string): Promise<Parameters> {
  const { Uint8ArrayReader, ZipReader, configure } = await import("@zip.js/zip.js");
  configure({ useWebWorkers: false });
  const archive = new ZipReader(new Uint8ArrayReader(bytes), strict);
  const arrays = new Map<string, FloatTensor>();
  let room = Math.max(SMALL_CONTENT, bytes.length * LARGEST_GROWTH);
  try {
    for await (const entry of archive.getEntriesGenerator()) {
      if (arrays.size === MOST_ENTRIES) {
        throw new CheckpointError(file, `expected up to ${MOST_ENTRIES} arrays, got more`);
      }
      requireSafe(entry, room, file);
      room -= entry.uncompressedSize;
      const name = entry.filename.replace(/\.npy$/, "");
      if (arrays.has(name)) throw new CheckpointError(file, `${shorten(name)} is there twice`);
      const content = new Uint8Array(entry.uncompressedSize);
      await entry.getData(fill(content));
      arrays.set(name, readNpy(content, `${file}: ${shorten(entry.filename)}`));
    }
  } catch (cause) {
    if (cause instanceof CheckpointError) throw cause;
    throw new CheckpointError(file, `not a readable NPZ file: ${reasonOf(cause)}`, { cause });
  } finally {
    await archive.close();
  }
  return arrays;
}

/** What zip.js refuses an archive for. */
function reasonOf(cause: unknown): string {
  const { message, reason } = cause as Error & { reason?: unknown };
  return typeof reason === "string" ? `${message}: ${reason}` : message;
}

/** Refuses an entry before anything is allocated for it. */
function requireSafe(entry: Entry, room: number, file: string): asserts entry is FileEntry {
  const { filename, compressedSize, uncompressedSize } = entry;
  const refuse = (reason: string): never => {
    throw new CheckpointError(file, `${shorten(filename)}: ${reason}`);
  };
  if (entry.directory) refuse("expected an array, got a directory");
  if (entry.encrypted) refuse("expected an array, got an encrypted one");
  if (uncompressedSize > compressedSize * LARGEST_RATIO) {
    refuse(`${compressedSize} bytes that claim to inflate to ${uncompressedSize}`);
  }
  if (uncompressedSize > room) {
    refuse(`claims ${uncompressedSize} bytes, where ${room} are left for this archive's arrays`);
  }
}

/** Takes exactly as many bytes as there is room for. */
function fill(content: Uint8Array): WritableStream<Uint8Array> {
  let at = 0;
  return new WritableStream({
    write(chunk) {
      if (at + chunk.length > content.length) throw new Error("an entry is longer than it claims");
      content.set(chunk, at);
      at += chunk.length;
    },
    close() {
      if (at < content.length) throw new Error("an entry is shorter than it claims");
    },
  });
}
