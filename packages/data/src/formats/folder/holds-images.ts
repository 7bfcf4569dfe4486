import { someImages } from "./some-images.js";
import { within } from "./within.js";

/** Whether there are images in a folder or below it, told by a few of the files, or called so. */
export function holdsImages(path: string): boolean {
  return within(path, (folder, files) => someImages(folder, files)[0]) !== undefined;
}
