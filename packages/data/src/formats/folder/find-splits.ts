import { basename, join } from "node:path";
import { DataError, shorten } from "@evalpool/errors";
import { lookInto } from "../../look-into.js";
import { splitCalled } from "../../split-names.js";
import { holdsImages } from "./holds-images.js";
import { onlyFolder } from "./only-folder.js";
import { someImages } from "./some-images.js";

/**
 * The folder of each split, by what they are called; undefined where there are none.
 *
 * @throws {DataError} when two are of one split, there is another folder beside `train` or `test`, or
 * classes lie deeper in one
 */
export function findSplits(path: string): Map<string, string> | undefined {
  const { folders } = lookInto(path);
  const roots = new Map<string, string>();
  for (const name of folders) {
    const split = splitCalled(name);
    const root = join(path, name);
    // A class may be called so, as trains are.
    if (split === undefined || !holdsClasses(root)) continue;
    const other = roots.get(split);
    if (other !== undefined) {
      throw new DataError(path, `${other} and ${root} are both of the split ${split}; give one`);
    }
    roots.set(split, root);
  }
  const sure = roots.get("test") ?? roots.get("train");
  const extra = folders.find((name) => splitCalled(name) === undefined);
  if (extra !== undefined && sure !== undefined) {
    const reason = `expected splits alone beside ${basename(sure)}, got ${shorten(extra, 40)}`;
    throw new DataError(path, `${reason}: move it away`);
  }
  if (extra !== undefined || roots.size === 0) return undefined;
  for (const root of roots.values()) requireClasses(root);
  return roots;
}

function holdsClasses(root: string): boolean {
  const { folders, files } = lookInto(root);
  if (someImages(root, files).length > 0) return false;
  return folders.some((name) => holdsImages(join(root, name)));
}

function requireClasses(root: string): void {
  const only = onlyFolder(root);
  if (only === undefined) return;
  const reason = `expected a folder for each class, got ${shorten(basename(only), 40)} alone`;
  throw new DataError(root, `${reason}, which holds folders; move them up, out of it`);
}
