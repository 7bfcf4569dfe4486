import { constants as bufferConstants } from "node:buffer";
import { createHash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";
import { promisify } from "node:util";
import { constants, gunzip as gunzipCallback } from "node:zlib";
import { DataError } from "@evalpool/errors";
import { fileStamp, systemMessage, untilSettled } from "@evalpool/files/node";
import {
  lengthMismatch,
  parseIdx,
  parseIdxHeader,
  type IdxArray,
  type IdxHeader,
  type IdxKind,
} from "./idx.js";

/** An IDX file's array, with the digest of its bytes (decompressed) to know it by. */
export interface IdxFile extends IdxArray {
  /** SHA-256 of the content, in hex. */
  readonly sha256: string;
}

/** What a file must be. */
export interface Expectation {
  /** SHA-256 of its content, in hex (default: any). */
  readonly sha256?: string | undefined;
  /** What it must hold (default: any array). */
  readonly kind?: IdxKind | undefined;
}

/**
 * Reads an IDX file, gzip or not: its first bytes tell, not its name.
 *
 * @throws {DataError} when it cannot be read, inflated or parsed, or is not the one expected
 */
export async function readIdx(file: string, expected: Expectation = {}): Promise<IdxFile> {
  const { kind } = expected;
  const stored = await withFile(file, (handle) => handle.readFile());
  const bytes = isGzip(stored) ? await inflate(stored, file, kind) : stored;
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  requireSha256(file, sha256, expected.sha256);
  return { ...parseIdx(bytes, file, kind), sha256 };
}

/** What is known of an IDX file that is not compressed. */
export interface ScannedIdx {
  readonly header: IdxHeader;
  /** SHA-256 of the content, in hex. */
  readonly sha256: string;
  /** Of the file that was read (`fileStamp`). */
  readonly stamp: string;
  /** The whole file, in memory that threads can share, where it takes no more than was granted. */
  readonly bytes?: Uint8Array;
}

/**
 * Reads an IDX file that is not compressed from end to end, in little memory.
 *
 * @param memory bytes that the file may take in memory; one that takes more is not kept
 * @throws {DataError} as `readIdx`
 */
export async function scanIdx(
  file: string,
  expected: Expectation = {},
  memory = 0,
): Promise<ScannedIdx> {
  return withFile(file, async (handle) => {
    const chunk = new Uint8Array(CHUNK);
    const { bytesRead } = await handle.read(chunk, 0, HEAD, 0);
    const header = parseIdxHeader(chunk.subarray(0, bytesRead), file, expected.kind);
    await untilSettled(await handle.stat({ bigint: true }));
    const stats = await handle.stat({ bigint: true });
    const size = Number(stats.size);
    if (size !== header.byteLength) {
      throw new DataError(file, lengthMismatch(header.shape, header.byteLength, `got ${size}`));
    }
    const bytes = size <= memory ? new Uint8Array(new SharedArrayBuffer(size)) : undefined;
    const hash = createHash("sha256");
    for (let at = 0; at < size;) {
      const into = bytes?.subarray(at, at + CHUNK) ?? chunk;
      const { bytesRead } = await handle.read(into, 0, into.length, at);
      if (bytesRead === 0) throw new DataError(file, `expected ${size} bytes, got ${at}`);
      hash.update(into.subarray(0, bytesRead));
      at += bytesRead;
    }
    const sha256 = hash.digest("hex");
    const stamp = fileStamp(stats);
    if (fileStamp(await handle.stat({ bigint: true })) !== stamp) {
      throw new DataError(file, "expected a file at rest, got one that changed meanwhile");
    }
    requireSha256(file, sha256, expected.sha256);
    return { header, sha256, stamp, ...(bytes && { bytes }) };
  });
}

/** Whether a file's first bytes are gzip's. @throws {DataError} when it cannot be read */
export async function isGzipFile(file: string): Promise<boolean> {
  const { buffer } = await withFile(file, (handle) => handle.read(new Uint8Array(2), 0, 2, 0));
  return isGzip(buffer);
}

/** RFC 1952, 2.3.1: ID1 and ID2. */
function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Bytes of a stored file that hold at least the header of any IDX file, compressed or not. */
const HEAD = 4096;
/** Bytes hashed at a time. */
const CHUNK = 2 ** 20;

async function withFile<T>(file: string, use: (handle: FileHandle) => Promise<T>): Promise<T> {
  try {
    await using handle = await open(file);
    return await use(handle);
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    throw new DataError(file, systemMessage(cause), { cause });
  }
}

function requireSha256(file: string, got: string, expected: string | undefined): void {
  if (expected === undefined || got === expected) return;
  throw new DataError(file, `expected content of SHA-256 ${expected}, got ${got}`);
}

const gunzip = promisify(gunzipCallback);

/** Inflates no further than the IDX header inside declares. */
async function inflate(stored: Uint8Array, file: string, kind?: IdxKind): Promise<Uint8Array> {
  const refuse = (cause: unknown): never => {
    throw new DataError(file, `damaged gzip data: ${(cause as Error).message}`, { cause });
  };
  const partial = { finishFlush: constants.Z_SYNC_FLUSH };
  const head = await gunzip(stored.subarray(0, HEAD), partial).catch(refuse);
  const { shape, byteLength } = parseIdxHeader(head, file, kind);
  const maxOutputLength = Math.min(byteLength, bufferConstants.MAX_LENGTH);
  return gunzip(stored, { maxOutputLength }).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") {
      throw new DataError(file, lengthMismatch(shape, byteLength, "got more"), { cause });
    }
    return refuse(cause);
  });
}
