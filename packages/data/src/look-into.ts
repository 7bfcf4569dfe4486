import { statSync } from "node:fs";
import { join } from "node:path";
import { someEntries } from "./some-entries.js";

/** Names in a directory, in order. */
export interface Inside {
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

/**
 * Looks into a directory to tell what it is; of a very full one, at some of it.
 *
 * @throws {DataError} when it may not be looked into
 */
export function lookInto(path: string): Inside {
  const [folders, files]: [string[], string[]] = [[], []];
  for (const entry of someEntries(path)) {
    const isLink = entry.isSymbolicLink();
    const isFolder = entry.isDirectory() || (isLink && leadsToFolder(join(path, entry.name)));
    (isFolder ? folders : files).push(entry.name);
  }
  return { folders: folders.sort(), files: files.sort() };
}

function leadsToFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
