import { access, constants, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { systemMessage } from "@evalpool/files/node";
import { UsageError } from "@evalpool/errors";

/** Before the work that a file is of. @throws {UsageError} when there cannot be such a file */
export async function requireWritable(file: string): Promise<void> {
  const refuse = (reason: string, cause?: unknown): never => {
    throw new UsageError(`cannot write ${file}: ${reason}`, { cause });
  };
  await access(dirname(resolve(file)), constants.W_OK).catch((cause: unknown) =>
    refuse(systemMessage(cause), cause),
  );
  const existing = await stat(file).catch(() => undefined);
  if (existing && !existing.isFile()) refuse("not a regular file");
}
