import type { Entry, FileEntry, ZipReader, ZipReaderConstructorOptions } from "@zip.js/zip.js";
import { CheckpointError, shorten } from "@evalpool/errors";

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
  /** Its content, inflated; what all take together is bounded. @throws {CheckpointError} */
  readonly read: () => Promise<Uint8Array>;
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
 * @param file name for error messages
 * @param use takes the members in the order of the archive's directory
 * @throws {CheckpointError}
 */
export async function withArchive<T>(
  bytes: Uint8Array,
  file: string,
  kind: ArchiveKind,
  use: (members: AsyncIterable<Member>) => Promise<T>,
): Promise<T> {
  const { Uint8ArrayReader, ZipReader, configure } = await import("@zip.js/zip.js");
  configure({ useWebWorkers: false });
  const options = kind.endsAsZip64 ? endingAsZip64 : strict;
  const archive = new ZipReader(new Uint8ArrayReader(bytes), options);
  try {
    return await use(membersOf(archive, bytes.length, file, kind));
  } catch (cause) {
    if (cause instanceof CheckpointError) throw cause;
    throw new CheckpointError(file, `not a readable ${kind.name}: ${reasonOf(cause)}`, { cause });
  } finally {
    await archive.close();
  }
}

async function* membersOf(
  archive: ZipReader<unknown>,
  size: number,
  file: string,
  kind: ArchiveKind,
): AsyncGenerator<Member, void, void> {
  const [, many] = kind.member;
  let room = Math.max(SMALL_CONTENT, size * LARGEST_GROWTH);
  let count = 0;
  for await (const entry of archive.getEntriesGenerator()) {
    if (count++ === kind.most) {
      throw new CheckpointError(file, `expected up to ${kind.most} ${many}, got more`);
    }
    requireSafe(entry, file, kind);
    const { filename: name, uncompressedSize } = entry;
    const read = async (): Promise<Uint8Array> => {
      if (uncompressedSize > room) {
        const claim = `claims ${uncompressedSize} bytes, where ${room} are left`;
        throw new CheckpointError(file, `${shorten(name)}: ${claim} for this archive's ${many}`);
      }
      room -= uncompressedSize;
      const content = new Uint8Array(uncompressedSize);
      await entry.getData(fill(content));
      return content;
    };
    yield { name, size: uncompressedSize, read };
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
function requireSafe(entry: Entry, file: string, kind: ArchiveKind): asserts entry is FileEntry {
  const { filename, compressedSize, uncompressedSize } = entry;
  const [one] = kind.member;
  const refuse = (reason: string): never => {
    throw new CheckpointError(file, `${shorten(filename)}: ${reason}`);
  };
  if (entry.directory) refuse(`expected ${one}, got a directory`);
  if (entry.encrypted) refuse(`expected ${one}, got an encrypted one`);
  if (uncompressedSize > compressedSize * LARGEST_RATIO) {
    refuse(`${compressedSize} bytes that claim to inflate to ${uncompressedSize}`);
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
