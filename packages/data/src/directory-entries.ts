import { opendirSync, type Dirent } from "node:fs";
import { attempt } from "./attempt.js";
import { isJunk } from "./junk.js";

/**
 * What a directory holds, in no order, but for what is hidden or left behind.
 *
 * @throws {DataError} when it may not be looked into
 */
export function* directoryEntries(path: string): Generator<Dirent, void, void> {
  using entries = attempt(path, () => opendirSync(path));
  for (;;) {
    const entry = attempt(path, () => entries.readSync());
    if (entry === null) return;
    if (!isJunk(entry.name)) yield entry;
  }
}
