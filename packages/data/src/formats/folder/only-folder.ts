import { join } from "node:path";
import { lookInto } from "../../look-into.js";
import { someImages } from "./some-images.js";

/**
 * The one folder in another, where it holds folders and no images: it is no class, but lies above
 * classes or splits.
 */
export function onlyFolder(path: string): string | undefined {
  const [name, another] = lookInto(path).folders;
  if (name === undefined || another !== undefined) return undefined;
  const only = join(path, name);
  const { folders, files } = lookInto(only);
  return folders.length > 0 && someImages(only, files).length === 0 ? only : undefined;
}
