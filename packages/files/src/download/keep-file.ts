import { dirname } from "node:path";
import { DataError } from "@evalpool/errors";
import { makeDirectory } from "../make-directory.js";
import { createPartial, type PartialFile } from "../partial-file.js";
import { readWhole } from "../read-whole.js";
import { systemMessage } from "../system-message.js";

/**
 * Puts content under its final name in one piece. A file that is there and holds the very content
 * stays as it is, for another run may be reading it; one that holds another is replaced.
 *
 * @throws {DataError} when it cannot be written
 */
export async function keepFile(destination: string, content: Uint8Array): Promise<void> {
  await makeDirectory(dirname(destination));
  try {
    using partial = createPartial(destination);
    partial.write(content);
    await partial.end();
    await publish(partial, destination, content);
  } catch (cause) {
    throw new DataError(destination, `cannot be written: ${systemMessage(cause)}`, { cause });
  }
}

async function publish(
  partial: PartialFile,
  destination: string,
  content: Uint8Array,
): Promise<void> {
  try {
    partial.claim();
  } catch {
    // Something is there, or the file system knows no links.
    if (!(await holds(destination, content))) partial.replace();
  }
}

async function holds(file: string, content: Uint8Array): Promise<boolean> {
  const found = await readWhole(file, { maxBytes: content.length }).catch(() => undefined);
  return found?.equals(content) ?? false;
}
