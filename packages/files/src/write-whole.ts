import { rename, rm, writeFile } from "node:fs/promises";
import { systemMessage } from "./system-message.js";
import { UsageError } from "@evalpool/errors";

/**
 * Writes a file that is under its final name only once it is whole.
 *
 * @throws {UsageError} when it cannot be written
 */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const partial = `${file}.${process.pid}.partial`;
  try {
    await writeFile(partial, content);
    await rename(partial, file);
  } catch (cause) {
    // Where not even this works, the first failure is still the one to tell of.
    await rm(partial, { force: true }).catch(() => undefined);
    throw new UsageError(`cannot write ${file}: ${systemMessage(cause)}`, { cause });
  }
}
