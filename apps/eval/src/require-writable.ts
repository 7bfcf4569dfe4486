import { stat } from "node:fs/promises";
import { UsageError } from "@evalpool/errors";
import { createWholeFile } from "@evalpool/files/node";

/**
 * Before the work that a file is of: makes one beside it, as writing will, and removes it. Whatever
 * the system has against it shows then.
 *
 * @throws {UsageError} when there cannot be such a file
 */
export async function requireWritable(file: string): Promise<void> {
  createWholeFile(file)[Symbol.dispose]();
  const existing = await stat(file).catch(() => undefined);
  if (existing?.isDirectory()) throw new UsageError(`cannot write ${file}: not a regular file`);
}
