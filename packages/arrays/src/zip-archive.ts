import type {
  Entry,
  FileEntry,
  Reader,
  ZipReader,
  ZipReaderConstructorOptions,
} from "@zip.js/zip.js";
import { EvalpoolError, shorten } from "@evalpool/errors";
import type { ByteSource } from "./byte-source.js";
import type { ToError } from "./to-error.js";

/** Deflate cannot make a byte into more than this (RFC 1951: 258 bytes from 2 bits). */
const LARGEST_RATIO = 1032;
/**
 * Bytes that the members of any archive may inflate to: 64 million float32 weights. Those of a large
 * one may inflate to a multiple of it, which weights, hardly compressible, stay below by far.
 */
const SMALL_CONTENT = 2 ** 28;
const LARGEST_GROWTH = 4;

/** What an archive is, for messages and bounds. */
export interface ArchiveKind {
  /** As it stands in a sentence: `NPZ file`. */
  readonly name: string;
  /** What its members are, one and many: `an array`, `arrays`. */
  readonly member: readonly [one: string, many: string];
  /** Members that one may have; each takes zip.js up to a millisecond. */
  readonly most: number;
  /**
   * Whether its writer ends small archives as large ones end, with records of ZIP64 that nothing
   * points to, which is else refused as data of unknown meaning.
   */
  readonly endsAsZip64?: true;
}

/** A file in an archive. */
export interface Member {
  readonly name: string;
  /** Bytes of its content, as it claims. */
  readonly size: number;
  /** Its content, inflated; what all take together is bounded. */
  readonly read: () => Promise<Uint8Array>;
  /** The first bytes of its content, `length` of them if there are as many. */
  readonly head: (length: number) => Promise<Uint8Array>;
  /** Gives its content piece by piece, inflated; one that claims too much or too little is refused. */
  readonly pour: (write: (piece: Uint8Array) => void | Promise<void>) => Promise<void>;
  /** Where its content begins in the archive; `undefined` of one that is compressed. */
  readonly place: () => Promise<number | undefined>;
}

/** Another tool could read another content, where headers, directory and sums disagree. */
const strict: ZipReaderConstructorOptions = {
  strictness: "strict",
  checkCrc32: true,
  checkOverlappingEntry: true,
  // Names of members are no paths, and nothing is unpacked to them.
  filenameValidation: "balanced",
};

/** As strict, but for the end of the directory, which is then looked at by what zip.js warns of. */
const endingAsZip64: ZipReaderConstructorOptions = {
  ...strict,
  strictness: "balanced",
  checkLocalDirectory: true,
  maxAppendedDataSize: 0,
};

/** What zip.js says of the records of ZIP64 that nothing points to. */
const ZIP64_AT_END = "trailing central directory data";

/**
 * Opens a ZIP archive for as long as `use` takes.
 *
 * It is read by zip.js, which is kept, runs in Node.js and browsers alike, knows ZIP64, and refuses
 * what is ambiguous in an archive; it is loaded when there is such a file.
 *
 * @param source its bytes, or whatever reads them
 * @param toError what a refusal becomes
 * @param use takes the members in the order of the archive's directory
 * @throws what `toError` makes of the reason
 */
export async function withArchive<T>(
  source: Uint8Array | ByteSource,
  toError: ToError,
  kind: ArchiveKind,
  use: (members: AsyncIterable<Member>) => Promise<T>,
): Promise<T> {
  const zip = await import("@zip.js/zip.js");
  zip.configure({ useWebWorkers: false });
  const options = kind.endsAsZip64 ? endingAsZip64 : strict;
  const bytes = source instanceof Uint8Array ? sourceOf(source) : source;
  const archive = new zip.ZipReader(readerOf(bytes, zip.Reader), options);
  try {
    return await use(membersOf(archive, bytes, toError, kind));
  } catch (cause) {
    if (cause instanceof EvalpoolError) throw cause;
    throw toError(`not a readable ${kind.name}: ${reasonOf(cause)}`, { cause });
  } finally {
    await archive.close();
  }
}

function sourceOf(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  };
}

function readerOf({ size, read }: ByteSource, Base: typeof Reader): Reader<undefined> {
  class SourceReader extends Base<undefined> {
    override size = size;
    override readUint8Array = (offset: number, length: number): Promise<Uint8Array> =>
      read(offset, Math.min(length, size - offset));
  }
  return new SourceReader(undefined);
}

async function* membersOf(
  archive: ZipReader<unknown>,
  source: ByteSource,
  toError: ToError,
  kind: ArchiveKind,
): AsyncGenerator<Member, void, void> {
  const [, many] = kind.member;
  let room = Math.max(SMALL_CONTENT, source.size * LARGEST_GROWTH);
  let count = 0;
  for await (const entry of archive.getEntriesGenerator()) {
    if (count++ === kind.most) throw toError(`expected up to ${kind.most} ${many}, got more`);
    requireSafe(entry, toError, kind);
    const { filename: name, uncompressedSize: size } = entry;
    const pour: Member["pour"] = (write) => pourInto(entry, write);
    const read = async (): Promise<Uint8Array> => {
      if (size > room) {
        const claim = `claims ${size} bytes, where ${room} are left`;
        throw toError(`${shorten(name)}: ${claim} for this archive's ${many}`);
      }
      room -= size;
      const content = new Uint8Array(size);
      let at = 0;
      await pour((piece) => {
        content.set(piece, at);
        at += piece.length;
      });
      return content;
    };
    const head: Member["head"] = (length) => headOf(entry, Math.min(length, size));
    yield { name, size, head, read, pour, place: () => placeOf(entry, source) };
  }
  const warning = archive.warnings?.find(({ reason }) => reason !== ZIP64_AT_END);
  if (warning !== undefined) throw new Error(`Ambiguous archive: ${warning.reason}`);
}

/** What zip.js refuses an archive for. */
function reasonOf(cause: unknown): string {
  const { message, reason } = cause as Error & { reason?: unknown };
  return typeof reason === "string" ? `${message}: ${reason}` : message;
}

/** Refuses a member before anything is allocated for it. */
function requireSafe(
  entry: Entry,
  toError: ToError,
  kind: ArchiveKind,
): asserts entry is FileEntry {
  const { filename, compressedSize, uncompressedSize } = entry;
  const [one] = kind.member;
  const refuse = (reason: string): never => {
    throw toError(`${shorten(filename)}: ${reason}`);
  };
  if (entry.directory) refuse(`expected ${one}, got a directory`);
  if (entry.encrypted) refuse(`expected ${one}, got an encrypted one`);
  if (uncompressedSize > compressedSize * LARGEST_RATIO) {
    refuse(`${compressedSize} bytes that claim to inflate to ${uncompressedSize}`);
  }
}

/** Takes exactly as many bytes as an entry claims. */
async function pourInto(entry: FileEntry, write: Parameters<Member["pour"]>[0]): Promise<void> {
  const { uncompressedSize: size } = entry;
  let at = 0;
  let failure: { readonly cause: unknown } | undefined;
  const sink = new WritableStream<Uint8Array>({
    async write(piece) {
      at += piece.length;
      if (at > size) throw new Error("an entry is longer than it claims");
      try {
        await write(piece);
      } catch (cause) {
        // zip.js may tell of the stream that it breaks instead.
        failure = { cause };
        throw cause;
      }
    },
    close() {
      if (at < size) throw new Error("an entry is shorter than it claims");
    },
  });
  await entry.getData(sink).catch((cause: unknown) => {
    throw failure ? failure.cause : cause;
  });
}

/** What follows is not inflated, nor is the sum of it known. */
async function headOf(entry: FileEntry, length: number): Promise<Uint8Array> {
  const head = new Uint8Array(length);
  const stop = new AbortController();
  let at = 0;
  const take = new WritableStream<Uint8Array>({
    write(piece) {
      const taken = piece.subarray(0, length - at);
      head.set(taken, at);
      at += taken.length;
      if (at === length) stop.abort();
    },
  });
  await entry.getData(take, { signal: stop.signal }).catch((cause: unknown) => {
    if (!stop.signal.aborted) throw cause;
  });
  if (at < length) throw new Error("an entry is shorter than it claims");
  return head;
}

/** Bytes before the name in what stands before a member (APPNOTE.TXT, 4.3.7). */
const LOCAL_HEADER = 30;

async function placeOf(
  { offset, compressionMethod, compressedSize, uncompressedSize }: FileEntry,
  source: ByteSource,
): Promise<number | undefined> {
  if (compressionMethod !== 0 || compressedSize !== uncompressedSize) return undefined;
  const header = await source.read(offset, LOCAL_HEADER);
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  return offset + LOCAL_HEADER + view.getUint16(26, true) + view.getUint16(28, true);
}
