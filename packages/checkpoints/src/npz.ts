import type { EntryMetaData } from "@zip.js/zip.js";
import { CheckpointError } from "@evalpool/errors";
import type { FloatTensor, Parameters } from "@evalpool/models";
import { readNpy } from "./npy.js";

/** Deflate cannot make a byte into more than this (RFC 1951: 258 bytes from 2 bits). */
const LARGEST_RATIO = 1032;
/** Bytes that all arrays together may inflate to: 256 million float32 weights. */
const LARGEST_CONTENT = 2 ** 30;

/**
 * The arrays of an NPZ file (`numpy.savez`, `numpy.savez_compressed`), by their names.
 *
 * The archive is read by zip.js, which is kept, runs in Node.js and browsers alike, knows ZIP64,
 * checks the sums and refuses names that lead out of the archive; it is loaded when there is such
 * a file.
 *
 * @param file name for error messages
 * @throws {CheckpointError}
 */
export async function readNpz(bytes: Uint8Array, file: string): Promise<Parameters> {
  const { Uint8ArrayReader, ZipReader, configure } = await import("@zip.js/zip.js");
  configure({ useWebWorkers: false });
  const archive = new ZipReader(new Uint8ArrayReader(bytes), { checkSignature: true });
  const arrays = new Map<string, FloatTensor>();
  try {
    const entries = await archive.getEntries();
    requireBounded(entries, file);
    for (const entry of entries) {
      const name = entry.filename.replace(/\.npy$/, "");
      requireSafe(entry, file);
      if (arrays.has(name)) throw new CheckpointError(file, `${name} is in the archive twice`);
      if (entry.directory) throw new CheckpointError(file, `${name} is a directory`);
      const content = new Uint8Array(entry.uncompressedSize);
      await entry.getData(fill(content));
      arrays.set(name, readNpy(content, `${file}: ${entry.filename}`));
    }
  } catch (cause) {
    if (cause instanceof CheckpointError) throw cause;
    const reason = `not a readable NPZ file: ${(cause as Error).message}`;
    throw new CheckpointError(file, reason, { cause });
  } finally {
    await archive.close();
  }
  return arrays;
}

function requireBounded(entries: readonly EntryMetaData[], file: string): void {
  const inflated = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (inflated <= LARGEST_CONTENT) return;
  const reason = `expected arrays of up to ${LARGEST_CONTENT} bytes in all, got ${inflated}`;
  throw new CheckpointError(file, reason);
}

/** Refuses an entry before anything is allocated for it. */
function requireSafe(entry: EntryMetaData, file: string): void {
  const { filename, compressedSize, uncompressedSize } = entry;
  if (entry.encrypted) throw new CheckpointError(file, `${filename} is encrypted`);
  if (uncompressedSize > compressedSize * LARGEST_RATIO) {
    const sizes = `${compressedSize} bytes that claim to inflate to ${uncompressedSize}`;
    throw new CheckpointError(file, `${filename}: ${sizes}`);
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
