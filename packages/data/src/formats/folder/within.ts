import { join } from "node:path";
import { lookInto } from "../../look-into.js";

/** Folders within a folder that are looked into, and how many of each. */
const DEPTH = 4;
const LOOKED_AT = 8;

/**
 * What is first found in a folder or below it, of a few of the folders there.
 *
 * @param look into one of them
 */
export function within<T>(
  path: string,
  look: (path: string, files: readonly string[]) => T | undefined,
  depth = DEPTH,
): T | undefined {
  const { folders, files } = lookInto(path);
  const here = look(path, files);
  if (here !== undefined || depth === 0) return here;
  for (const name of folders.slice(0, LOOKED_AT)) {
    const below = within(join(path, name), look, depth - 1);
    if (below !== undefined) return below;
  }
  return undefined;
}
