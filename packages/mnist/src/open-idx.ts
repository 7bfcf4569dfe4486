import { createHash } from "node:crypto";
import { DataError, requireArgument, text } from "@evalpool/errors";
import { fileStamp, openContent, untilSettled, type OpenContent } from "@evalpool/files/node";
import { lengthMismatch, parseIdxHeader, type IdxHeader, type IdxKind } from "./idx.js";

/** An IDX file whose header was read, and whose elements can be, once. */
export interface OpenIdx extends AsyncDisposable {
  readonly file: string;
  readonly header: IdxHeader;
  readonly isGzip: boolean;
  /**
   * Reads all of it.
   *
   * @param into memory for the whole content, header included; without it nothing is kept
   * @param take is given the elements' bytes, piece by piece, in memory that is used again
   * @throws {DataError} when it is damaged, changes meanwhile, or is longer or shorter than its
   * header declares
   */
  digest(into?: Uint8Array, take?: (piece: Uint8Array) => void): Promise<DigestedIdx>;
}

/** What a file is known by. */
interface DigestedIdx {
  /** SHA-256 of the content, in hex. */
  readonly sha256: string;
  /** Of the file that was read (`fileStamp`). */
  readonly stamp: string;
}

/** Bytes of content that hold any IDX header, and that tell other kinds of files. */
const HEAD = 4096;
/** Bytes that are read and hashed at a time. */
const CHUNK = 2 ** 20;

/**
 * Opens an IDX file, gzip or not, and reads its header.
 *
 * @param kind what it must hold (default: any array)
 * @throws {DataError} when it cannot be read, is no such file, or its size is not what its header
 * declares
 */
export async function openIdx(file: string, kind?: IdxKind): Promise<OpenIdx> {
  requireArgument("openIdx: file", text("the path of a file"), file);
  const content = await openContent(file);
  try {
    return await readHead(content, file, kind);
  } catch (error) {
    await content[Symbol.asyncDispose]();
    throw error;
  }
}

async function readHead(content: OpenContent, file: string, kind?: IdxKind): Promise<OpenIdx> {
  const { isGzip } = content;
  await untilSettled(await content.stats());
  const stats = await content.stats();
  const chunk = new Uint8Array(HEAD);
  const head = chunk.subarray(0, await content.read(chunk));
  const header = parseIdxHeader(head, file, kind);
  // Of gzip, what is longer is not inflated to say by how much.
  const { byteLength } = header;
  const isLonger = isGzip && head.length > byteLength;
  const isWhole = !isGzip || head.length < HEAD;
  if (isLonger) requireLength(file, header, Infinity);
  else if (isWhole) requireLength(file, header, isGzip ? head.length : Number(stats.size));
  return {
    file,
    header,
    isGzip,
    digest: (into, take) =>
      digest({ content, head, header, file, stamp: fileStamp(stats) }, into, take),
    [Symbol.asyncDispose]: () => content[Symbol.asyncDispose](),
  };
}

interface Reading {
  readonly content: OpenContent;
  readonly head: Uint8Array;
  readonly header: IdxHeader;
  readonly file: string;
  readonly stamp: string;
}

/** Hashes what follows the head too, up to the length that the header declares and no further. */
async function digest(
  { content, head, header, file, stamp }: Reading,
  into?: Uint8Array,
  take?: (piece: Uint8Array) => void,
): Promise<DigestedIdx> {
  into?.set(head);
  take?.(head.subarray(header.headerLength));
  const hash = createHash("sha256").update(head);
  const chunk = new Uint8Array(into ? 0 : CHUNK);
  let length = head.length;
  while (length < header.byteLength) {
    const end = Math.min(length + CHUNK, header.byteLength);
    const piece = into ? into.subarray(length, end) : chunk.subarray(0, end - length);
    const got = await content.read(piece);
    hash.update(piece.subarray(0, got));
    take?.(piece.subarray(0, got));
    length += got;
    if (got < piece.length) break;
  }
  requireLength(file, header, length);
  if ((await content.read(new Uint8Array(1))) > 0) requireLength(file, header, Infinity);
  if (fileStamp(await content.stats()) !== stamp) {
    throw new DataError(file, "expected a file at rest, got one that changed meanwhile");
  }
  return { sha256: hash.digest("hex"), stamp };
}

function requireLength(file: string, { shape, byteLength }: IdxHeader, got: number): void {
  if (got === byteLength) return;
  const length = got === Infinity ? "more" : `${got}`;
  throw new DataError(file, lengthMismatch(shape, byteLength, `got ${length}`));
}
