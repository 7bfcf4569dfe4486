import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { DataError } from "@evalpool/errors";
import { systemMessage } from "./system-message.js";

/**
 * Makes a directory and those above it. Node's own `recursive` never comes to an end where the
 * file system says of every new name that it does not exist, as /proc does.
 *
 * @throws {DataError} when it cannot be made
 */
export async function makeDirectory(directory: string): Promise<void> {
  try {
    if (await isDirectory(directory)) return;
    const parent = dirname(directory);
    if (parent !== directory) await makeDirectory(parent);
    await mkdir(directory);
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    // Another process may have been faster.
    if (await isDirectory(directory)) return;
    throw new DataError(directory, `cannot be made: ${systemMessage(cause)}`, { cause });
  }
}

async function isDirectory(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() ?? false;
}
