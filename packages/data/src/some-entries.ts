import type { Dirent } from "node:fs";
import { directoryEntries } from "./directory-entries.js";

/** Entries by which it is told what a directory is. */
const MOST_ENTRIES = 1000;

/**
 * What a directory holds, as `directoryEntries`; of a very full one, some of it.
 *
 * @throws {DataError} when it may not be looked into
 */
export function someEntries(path: string): Dirent[] {
  const entries: Dirent[] = [];
  for (const entry of directoryEntries(path)) {
    entries.push(entry);
    if (entries.length === MOST_ENTRIES) break;
  }
  return entries;
}
