import { opendirSync, type Dirent } from "node:fs";
import { DataError } from "@evalpool/errors";
import { systemMessage } from "@evalpool/files/node";
import { isJunk } from "./junk.js";

/**
 * What a directory holds, in no order, but for what is hidden or left behind.
 *
 * @throws {DataError} when it may not be looked into
 */
export function* directoryEntries(path: string): Generator<Dirent, void, void> {
  const attempt = <T>(work: () => T): T => {
    try {
      return work();
    } catch (cause) {
      throw new DataError(path, systemMessage(cause), { cause });
    }
  };
  using entries = attempt(() => opendirSync(path));
  for (;;) {
    const entry = attempt(() => entries.readSync());
    if (entry === null) return;
    if (!isJunk(entry.name)) yield entry;
  }
}
