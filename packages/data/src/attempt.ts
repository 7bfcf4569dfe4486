import { DataError } from "@evalpool/errors";
import { systemMessage } from "@evalpool/files/node";

/** Asks the system for something of a file or a directory. @throws {DataError} when it refuses */
export function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new DataError(path, systemMessage(cause), { cause });
  }
}
