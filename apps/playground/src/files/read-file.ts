import { largestNetwork } from "@evalpool/checkpoints";
import { DataError } from "@evalpool/errors";
import { fileKind, type FileKind } from "@evalpool/files";
import { gunzip } from "./gunzip.js";
import type { NamedBytes } from "./named-bytes.js";

/** A file that was opened, and what its content says it is. */
export interface OpenedFile extends NamedBytes {
  readonly kind: FileKind | undefined;
  /** As the browser tells by its name: `image/avif`. */
  readonly type: string;
}

/** Bytes of any file, decompressed: browsers have room for hardly more in one piece. */
const MOST = 2 ** 31 - 1;

/** Reads a file, decompressed where it is gzip. @throws {DataError} when it cannot be read */
export async function readFile(file: File): Promise<OpenedFile> {
  const { name, size, type } = file;
  const most = Math.min(MOST, largestNetwork(name));
  if (size > most) throw new DataError(name, `expected at most ${most} bytes, got ${size}`);
  const buffer = await file.arrayBuffer().catch((cause: unknown) => {
    throw new DataError(name, "it cannot be read", { cause });
  });
  const bytes = new Uint8Array(buffer);
  const kind = fileKind(bytes);
  if (kind?.id !== "gzip") return { name, bytes, kind, type };
  const content = await gunzip(bytes, name, MOST);
  return { name, bytes: content, kind: fileKind(content), type };
}
