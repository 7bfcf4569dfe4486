import { createHash, hash } from "node:crypto";
import { join } from "node:path";
import { setImmediate, setTimeout } from "node:timers/promises";
import type { EncodedFiles, EncodedInMemory, ImageFormat } from "@evalpool/mnist";
import { createEncodedStore, type EncodedStore } from "../../images/encoded-store.js";
import { readSmall } from "../../read-small.js";
import type { OpenOptions } from "../format.js";

/** What all images of a folder are, each having been read once. */
export interface TakenImages {
  readonly handle: EncodedInMemory | EncodedFiles;
  /** Where all have the same size. */
  readonly format?: ImageFormat;
  /** SHA-256 over a line for each, as `sha256sum` prints it with its path. */
  readonly sha256: string;
}

/** Bytes and files that are read before others have their turn. */
const TURN_BYTES = 2 ** 22;
const TURN_FILES = 256;
/** Milliseconds between two changes that a file system can tell apart, at most. */
const TICK = 20;

/**
 * Reads each file, for its digest and size. What they hold is kept while it fits into memory.
 *
 * @throws {DataError} when one is no image, or cannot be read
 */
export async function takeImages(
  root: string,
  names: readonly string[],
  { memory, signal }: OpenOptions,
): Promise<TakenImages> {
  const digest = createHash("sha256");
  const store = createEncodedStore(memory);
  const stamps: string[] = [];
  let [bytesInTurn, filesInTurn] = [0, 0];
  for (const name of names) {
    const { bytes, stamp } = await readSettled(join(root, name));
    digest.update(`${hash("sha256", bytes)}  ${name}\n`);
    store.add(bytes, join(root, name));
    stamps.push(stamp);
    bytesInTurn += bytes.length;
    if (++filesInTurn < TURN_FILES && bytesInTurn < TURN_BYTES) continue;
    [bytesInTurn, filesInTurn] = [0, 0];
    await setImmediate();
    signal?.throwIfAborted();
  }
  return {
    ...handleOf(store, { kind: "files", root, names, stamps }),
    sha256: digest.digest("hex"),
  };
}

/** One that was changed just now is read again: the next change could leave the same stamp. */
async function readSettled(file: string): Promise<ReturnType<typeof readSmall>> {
  const read = readSmall(file);
  const age = Math.abs(Date.now() - read.changed);
  if (age >= TICK) return read;
  await setTimeout(TICK - age);
  return readSmall(file);
}

function handleOf(
  store: EncodedStore,
  files: EncodedFiles,
): Pick<TakenImages, "handle" | "format"> {
  const { format } = store;
  return { handle: store.finish() ?? files, ...(format && { format }) };
}
