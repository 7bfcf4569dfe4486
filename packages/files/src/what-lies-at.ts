import { closeSync, openSync, readSync, statSync } from "node:fs";
import { directoryKind } from "./directory-kind.js";
import { fileKind } from "./file-kind.js";
import { READ_FLAGS } from "./open-regular.js";

/**
 * What lies at a path, as it stands in a sentence that says what was got: `a directory`, `a PNG
 * image`, `a file` of no known kind; `undefined` where nothing does.
 *
 * @throws {Error} of the system, where it may not be looked at
 */
export function whatLiesAt(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  if (stats.isDirectory()) return directoryKind(path);
  if (!stats.isFile()) return "no regular file";
  const descriptor = openSync(path, READ_FLAGS);
  try {
    const head = new Uint8Array(4096);
    const length = readSync(descriptor, head, 0, head.length, 0);
    return fileKind(head.subarray(0, length))?.name ?? "a file";
  } finally {
    closeSync(descriptor);
  }
}
