import type { FileHandle } from "node:fs/promises";
import { ContentError, openRegular } from "@evalpool/files/node";
import type { TakerOf } from "./unpack-archive.js";

/** What `S_IFMT` of a Unix mode says of a file, in the upper half of a member's attributes. */
const FORMAT = 0o170000;
const REGULAR = 0o100000;
/** Deflate cannot make a byte into more than this (RFC 1951: 258 bytes from 2 bits). */
const LARGEST_RATIO = 1032;

/** Read by zip.js, which asks for the pieces that it needs, so that no archive is held in memory. */
export async function unpackZip(file: string, takerOf: TakerOf): Promise<void> {
  const { configure, Reader, ZipReader } = await import("@zip.js/zip.js");
  configure({ useWebWorkers: false });
  await using open = await openRegular(file);
  const { handle, stats } = open;
  class FileReader extends Reader<FileHandle> {
    override size = Number(stats.size);
    override async readUint8Array(index: number, length: number): Promise<Uint8Array> {
      const bytes = Buffer.alloc(Math.min(length, Math.max(0, this.size - index)));
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, index);
      return new Uint8Array(bytes.buffer, bytes.byteOffset, bytesRead);
    }
  }
  const archive = new ZipReader(new FileReader(handle), { checkCrc32: true });
  try {
    for await (const entry of archive.getEntriesGenerator()) {
      const mode = (entry.externalFileAttributes >>> 16) & FORMAT;
      const isFile = !entry.directory && (mode === 0 || mode === REGULAR);
      const take = takerOf(entry.filename, isFile);
      if (take === undefined || entry.directory) continue;
      if (entry.encrypted) throw new ContentError(`${entry.filename}: expected it not encrypted`);
      if (entry.uncompressedSize > entry.compressedSize * LARGEST_RATIO) {
        throw new ContentError(`${entry.filename}: claims to inflate to ${entry.uncompressedSize}`);
      }
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
      // Where it is not taken to its end, that is what is told.
      const [taken, given] = await Promise.allSettled([take(readable), entry.getData(writable)]);
      if (taken.status === "rejected") throw taken.reason;
      if (given.status === "rejected") throw given.reason;
    }
  } finally {
    await archive.close();
  }
}
