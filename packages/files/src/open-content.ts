import type { BigIntStats } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { DataError } from "@evalpool/errors";
import { openRegular } from "./open-regular.js";
import { systemMessage } from "./system-message.js";

/** What a file holds, inflated where it is gzip: its first bytes tell, not its name. */
export interface OpenContent extends AsyncDisposable {
  /** Of the file as it is stored. */
  readonly stats: () => Promise<BigIntStats>;
  readonly isGzip: boolean;
  /**
   * Fills `into` with what comes next; less of it only where the content ends.
   *
   * @returns how many bytes were read
   * @throws {DataError} when the file cannot be read, or is damaged or goes on as gzip
   */
  readonly read: (into: Uint8Array) => Promise<number>;
}

/**
 * Opens a regular file to read its content once, from beginning to end, in little memory.
 *
 * @throws {DataError} when it cannot be opened
 */
export async function openContent(file: string): Promise<OpenContent> {
  const { handle } = await openRegular(file);
  const attempt = <T>(work: Promise<T>): Promise<T> =>
    work.catch((cause: unknown) => {
      throw new DataError(file, reasonOf(cause), { cause });
    });
  const isGzip = await attempt(beginsAsGzip(handle)).catch(async (error: unknown) => {
    await handle.close();
    throw error;
  });
  const content = isGzip ? inflated(handle) : stored(handle);
  return {
    isGzip,
    stats: () => attempt(handle.stat({ bigint: true })),
    read: (into) => attempt(content.read(into)),
    async [Symbol.asyncDispose]() {
      await content.close?.();
      await handle.close();
    },
  };
}

function reasonOf(cause: unknown): string {
  const isDamage = (cause as NodeJS.ErrnoException).code?.startsWith("Z_");
  return isDamage ? `damaged gzip data: ${(cause as Error).message}` : systemMessage(cause);
}

/** RFC 1952, 2.3.1: ID1 and ID2. */
async function beginsAsGzip(handle: FileHandle): Promise<boolean> {
  const { buffer } = await handle.read(new Uint8Array(2), 0, 2, 0);
  return buffer[0] === 0x1f && buffer[1] === 0x8b;
}

interface Content {
  readonly read: OpenContent["read"];
  readonly close?: () => Promise<unknown>;
}

function stored(handle: FileHandle): Content {
  let position = 0;
  return {
    async read(into) {
      for (let done = 0; ;) {
        const { bytesRead } = await handle.read(into, done, into.length - done, position);
        done += bytesRead;
        position += bytesRead;
        if (bytesRead === 0 || done === into.length) return done;
      }
    },
  };
}

function inflated(handle: FileHandle): Content {
  const chunks = inflate(handle);
  let chunk: Buffer = Buffer.alloc(0);
  return {
    async read(into) {
      let done = 0;
      while (done < into.length) {
        if (chunk.length === 0) {
          const next = await chunks.next();
          if (next.done) break;
          chunk = next.value;
        }
        const copied = chunk.copy(into, done);
        chunk = chunk.subarray(copied);
        done += copied;
      }
      return done;
    },
    close: () => chunks.return(),
  };
}

/** Bytes that are read and inflated at a time. */
const CHUNK = 2 ** 20;

/** Bytes of a gzip file in which there must be something to inflate. */
const EMPTY = 2 ** 24;

/**
 * Inflates all members of a gzip file (RFC 1952, 2.2). As for Python, nothing but zeros may follow.
 */
async function* inflate(handle: FileHandle): AsyncGenerator<Buffer, void, void> {
  const gunzip = createGunzip({ chunkSize: CHUNK });
  let isEmpty = true;
  const read = async function* (): AsyncGenerator<Buffer, void, void> {
    for (let position = 0; ;) {
      if (isEmpty && position >= EMPTY)
        throw new Error(`gzip data with nothing in its first ${EMPTY} bytes`);
      const chunk = await readAt(handle, position);
      if (chunk.length === 0) return;
      yield chunk;
      position += chunk.length;
    }
  };
  // What goes wrong in either comes out of gunzip.
  pipeline(read, gunzip, () => undefined);
  for await (const chunk of gunzip) {
    isEmpty = false;
    yield chunk as Buffer;
  }
  // Gunzip stops at the first zero behind a member, whatever comes after it.
  for (let position = gunzip.bytesWritten; ;) {
    const chunk = await readAt(handle, position);
    const first = chunk.findIndex((byte) => byte !== 0);
    if (first !== -1) throw new Error(`damaged gzip data: byte ${position + first} is no gzip`);
    if (chunk.length === 0) return;
    position += chunk.length;
  }
}

async function readAt(handle: FileHandle, position: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, position);
  return buffer.subarray(0, bytesRead);
}
