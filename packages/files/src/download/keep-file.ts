import { randomUUID } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { DataError } from "@evalpool/errors";
import { makeDirectory } from "../make-directory.js";
import { systemMessage } from "../system-message.js";

/**
 * Puts content under its final name in one piece. A file that is there and holds the very content
 * stays as it is, for another run may be reading it; one that holds another is replaced.
 *
 * @throws {DataError} when it cannot be written
 */
export async function keepFile(destination: string, content: Uint8Array): Promise<void> {
  await makeDirectory(dirname(destination));
  const partial = `${destination}.${randomUUID()}.partial`;
  try {
    await writeFile(partial, content);
    await publish(partial, destination, content);
  } catch (cause) {
    throw new DataError(destination, `cannot be written: ${systemMessage(cause)}`, { cause });
  } finally {
    await rm(partial, { force: true });
  }
}

async function publish(partial: string, destination: string, content: Uint8Array): Promise<void> {
  try {
    // Unlike a rename, a link never takes the place of what another run put there.
    await link(partial, destination);
  } catch {
    // Something is there, or the file system knows no links.
    if (!(await holds(destination, content))) await rename(partial, destination);
  }
}

async function holds(file: string, content: Uint8Array): Promise<boolean> {
  const found = await readFile(file).catch(() => undefined);
  return found?.equals(content) ?? false;
}
