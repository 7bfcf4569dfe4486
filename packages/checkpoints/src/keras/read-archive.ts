import type { Entry, FileEntry, ZipReaderConstructorOptions } from "@zip.js/zip.js";
import { CheckpointError, shorten } from "@evalpool/errors";

/** Members of an archive; Keras writes three, and a folder for what layers of text keep. */
const MOST_ENTRIES = 100;
/** Of what says something, in bytes; the config of a network with a thousand layers takes 1 million. */
const LARGEST_TEXT = 2 ** 25;
/** Deflate cannot make a byte into more than this (RFC 1951: 258 bytes from 2 bits). */
const LARGEST_RATIO = 1032;
/** Weights are hardly compressible: what inflates to more than this is none. */
const LARGEST_GROWTH = 4;
const SMALL_CONTENT = 2 ** 24;

const strict: ZipReaderConstructorOptions = {
  strictness: "strict",
  checkCrc32: true,
  checkOverlappingEntry: true,
  filenameValidation: "balanced",
};

/** The members of a `.keras` archive. */
export interface KerasArchive {
  readonly config: unknown;
  readonly metadata: unknown;
  /** `model.weights.h5` */
  readonly weights: Uint8Array;
}

const members = ["config.json", "metadata.json", "model.weights.h5"] as const;

type Member = (typeof members)[number];

/**
 * The members of a `.keras` archive, by zip.js, as NPZ files are read.
 *
 * @param file name for error messages
 * @throws {CheckpointError}
 */
export async function readKerasArchive(bytes: Uint8Array, file: string): Promise<KerasArchive> {
  const { Uint8ArrayReader, ZipReader, configure } = await import("@zip.js/zip.js");
  configure({ useWebWorkers: false });
  const archive = new ZipReader(new Uint8ArrayReader(bytes), strict);
  const contents = new Map<Member, Uint8Array>();
  try {
    let count = 0;
    for await (const entry of archive.getEntriesGenerator()) {
      if (++count > MOST_ENTRIES) {
        throw new CheckpointError(file, `expected up to ${MOST_ENTRIES} files in it, got more`);
      }
      const name = members.find((member) => member === entry.filename);
      if (name === undefined) continue;
      if (contents.has(name)) throw new CheckpointError(file, `${name} is there twice`);
      contents.set(name, await contentOf(entry, name, bytes.length, file));
    }
  } catch (cause) {
    if (cause instanceof CheckpointError) throw cause;
    const { message } = cause as Error;
    throw new CheckpointError(file, `not a readable .keras file: ${shorten(message)}`, { cause });
  } finally {
    await archive.close();
  }
  return {
    config: parseJson(contents, "config.json", file),
    metadata: parseJson(contents, "metadata.json", file),
    weights: required(contents, "model.weights.h5", file),
  };
}

async function contentOf(
  entry: Entry,
  name: Member,
  archiveBytes: number,
  file: string,
): Promise<Uint8Array> {
  const largest =
    name === "model.weights.h5"
      ? Math.max(SMALL_CONTENT, archiveBytes * LARGEST_GROWTH)
      : LARGEST_TEXT;
  requireSafe(entry, largest, file);
  const content = new Uint8Array(entry.uncompressedSize);
  await entry.getData(fill(content));
  return content;
}

/** Refuses an entry before anything is allocated for it. */
function requireSafe(entry: Entry, largest: number, file: string): asserts entry is FileEntry {
  const { filename, compressedSize, uncompressedSize } = entry;
  const refuse = (reason: string): never => {
    throw new CheckpointError(file, `${shorten(filename)}: ${reason}`);
  };
  if (entry.directory || entry.encrypted) refuse("expected a plain file");
  if (uncompressedSize > compressedSize * LARGEST_RATIO) {
    refuse(`${compressedSize} bytes that claim to inflate to ${uncompressedSize}`);
  }
  if (uncompressedSize > largest) {
    refuse(`claims ${uncompressedSize} bytes, above the limit of ${largest} for this archive`);
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

function required(
  contents: ReadonlyMap<Member, Uint8Array>,
  name: Member,
  file: string,
): Uint8Array {
  const content = contents.get(name);
  if (content !== undefined) return content;
  throw new CheckpointError(file, `expected ${members.join(", ")} in it, there is no ${name}`);
}

function parseJson(contents: ReadonlyMap<Member, Uint8Array>, name: Member, file: string): unknown {
  const content = required(contents, name, file);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(content));
  } catch (cause) {
    const reason = `${name}: expected JSON: ${shorten((cause as Error).message)}`;
    throw new CheckpointError(file, reason, { cause });
  }
}
