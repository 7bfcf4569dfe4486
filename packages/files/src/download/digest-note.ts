import { DataError } from "@evalpool/errors";
import { readWhole } from "../read-whole.js";
import { keepFile } from "./keep-file.js";

/** Bytes that a note may have: a digest and a line's end, of which Windows makes two. */
const NOTE_BYTES = 66;

/** Notes the SHA-256, in hex, of what was proven by other means, beside a file of the cache. */
export async function noteDigest(path: string, sha256: string): Promise<void> {
  await keepFile(notePath(path), Buffer.from(`${sha256}\n`));
}

/** What was noted beside a file. @throws {DataError} when nothing was */
export async function notedDigest(path: string): Promise<string> {
  const file = notePath(path);
  const toError = (reason: string, options?: ErrorOptions): DataError =>
    new DataError(path, `nothing to check it by: ${file}: ${reason}`, options);
  const note = await readWhole(file, { maxBytes: NOTE_BYTES, toError });
  return note.toString("latin1").trim();
}

function notePath(path: string): string {
  return `${path}.sha256`;
}
