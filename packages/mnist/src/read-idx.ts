import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { constants as bufferConstants } from "node:buffer";
import { getSystemErrorMessage, promisify } from "node:util";
import { constants, gunzip as gunzipCallback } from "node:zlib";
import { DataError } from "./errors.js";
import { lengthMismatch, parseIdx, parseIdxHeader, type IdxArray } from "./idx.js";

/** An IDX file's array, with the digest of its bytes (decompressed) to know it by. */
export interface IdxFile extends IdxArray {
  /** SHA-256 of the content, in hex. */
  readonly sha256: string;
}

/**
 * Reads an IDX file, gzip or not: its first bytes tell, not its name.
 *
 * @param expected SHA-256 that the content must have, in hex
 * @throws {DataError} when it cannot be read, inflated or parsed, or is not the one expected
 */
export async function readIdx(file: string, expected?: string): Promise<IdxFile> {
  const stored = await readFile(file).catch((cause: unknown) => {
    throw new DataError(file, systemMessage(cause), { cause });
  });
  const isGzip = stored[0] === 0x1f && stored[1] === 0x8b;
  const bytes = isGzip ? await inflate(stored, file) : stored;
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (expected !== undefined && sha256 !== expected) {
    throw new DataError(file, `expected content of SHA-256 ${expected}, got ${sha256}`);
  }
  return { ...parseIdx(bytes, file), sha256 };
}

const gunzip = promisify(gunzipCallback);
/** Compressed bytes that hold at least the header of any IDX file. */
const HEAD = 4096;

/** Inflates no further than the IDX header inside declares. */
async function inflate(stored: Uint8Array, file: string): Promise<Uint8Array> {
  const refuse = (cause: unknown): never => {
    throw new DataError(file, `damaged gzip data: ${(cause as Error).message}`, { cause });
  };
  const partial = { finishFlush: constants.Z_SYNC_FLUSH };
  const head = await gunzip(stored.subarray(0, HEAD), partial).catch(refuse);
  const { shape, byteLength } = parseIdxHeader(head, file);
  const maxOutputLength = Math.min(byteLength, bufferConstants.MAX_LENGTH);
  return gunzip(stored, { maxOutputLength }).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") {
      throw new DataError(file, lengthMismatch(shape, byteLength, "got more"), { cause });
    }
    return refuse(cause);
  });
}

/** What the system says, as "no such file or directory"; else what Node says. */
function systemMessage(cause: unknown): string {
  const { errno, message } = cause as NodeJS.ErrnoException;
  return errno === undefined ? message : getSystemErrorMessage(errno);
}
