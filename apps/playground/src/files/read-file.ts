import { DataError } from "@evalpool/errors";
import { fileKind, type FileKind } from "@evalpool/files";
import { gunzip } from "./gunzip.js";
import type { NamedBytes } from "./named-bytes.js";

/** A file that was opened, and what its content says it is. */
export interface OpenedFile extends NamedBytes {
  readonly kind: FileKind | undefined;
}

/** Bytes of a file, decompressed: no browser has room for more in one piece. */
const MOST = 2 ** 31 - 1;

/** Reads a file, decompressed where it is gzip. @throws {DataError} when it cannot be read */
export async function readFile(file: File): Promise<OpenedFile> {
  const { name, size } = file;
  if (size > MOST) throw new DataError(name, `expected at most ${MOST} bytes, got ${size}`);
  const buffer = await file.arrayBuffer().catch((cause: unknown) => {
    throw new DataError(name, "it cannot be read", { cause });
  });
  const bytes = new Uint8Array(buffer);
  const kind = fileKind(bytes);
  if (kind?.id !== "gzip") return { name, bytes, kind };
  const content = await gunzip(bytes, name, MOST);
  return { name: name.replace(/\.gz$/, ""), bytes: content, kind: fileKind(content) };
}
