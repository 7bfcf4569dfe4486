import {
  DataError,
  isObject,
  requireArgument,
  requireOptions,
  text,
  type Expectations,
} from "@evalpool/errors";
import { lengthMismatch, parseIdx, type IdxArray, type IdxKind } from "./idx.js";
import { openIdx, type OpenIdx } from "./open-idx.js";

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

const expectations: Expectations<Expectation> = {
  sha256: text("a digest in hex"),
  kind: { expected: "imagesKind or labelsKind", isMet: isObject },
};

/**
 * Reads an IDX file, gzip or not: its first bytes tell, not its name.
 *
 * @throws {DataError} when it cannot be read, inflated or parsed, is not the one expected, or takes
 * more than 2 GB of memory, 600 MB if it is gzip
 */
export async function readIdx(file: string, expected: Expectation = {}): Promise<IdxFile> {
  requireArgument("readIdx: file", text("the path of a file"), file);
  requireOptions<Expectation>("readIdx", expectations, expected);
  await using idx = await openIdx(file, expected.kind);
  return await readOpenIdx(idx, expected.sha256);
}

/**
 * Reads the elements of an open file.
 *
 * @param expected SHA-256 of its content, in hex (default: any)
 * @param allocate gives memory for the content
 * @throws {DataError} as `readIdx`
 */
export async function readOpenIdx(
  idx: OpenIdx,
  expected?: string,
  allocate = (bytes: number): Uint8Array => new Uint8Array(bytes),
): Promise<IdxFile> {
  requireRoom(idx);
  const bytes = allocate(idx.header.byteLength);
  const { sha256 } = await idx.digest(bytes);
  requireSha256(idx.file, sha256, expected);
  return { ...parseIdx(bytes, idx.file), sha256 };
}

/** In memory that threads can share. */
export function allocateShared(bytes: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(bytes));
}

/** @throws {DataError} when a digest is not the one that was expected */
export function requireSha256(file: string, got: string, expected: string | undefined): void {
  if (expected === undefined || got === expected) return;
  throw new DataError(file, `expected content of SHA-256 ${expected}, got ${got}`);
}

/** Bytes of content that are read into memory at most, as by Node's own `readFile`. */
const MOST_READ = 2 ** 31 - 1;
/** The same for gzip, of which a small file may inflate to a thousand times its size. */
const MOST_INFLATED = 600e6;

function requireRoom({ file, header: { shape, byteLength }, isGzip }: OpenIdx): void {
  if (byteLength <= (isGzip ? MOST_INFLATED : MOST_READ)) return;
  const most = isGzip
    ? "more than the 600 MB that are inflated into memory: decompress the file"
    : "more than the 2 GB that are read into memory";
  throw new DataError(file, lengthMismatch(shape, byteLength, most));
}
