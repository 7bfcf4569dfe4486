import { basename } from "node:path";
import { DataError, shorten } from "@evalpool/errors";
import { splitCalled } from "../../split-names.js";
import { holdsImages } from "./holds-images.js";
import { onlyFolder } from "./only-folder.js";

/** How far down, as in `mnist_png/mnist_png/testing`. */
const DEPTH = 2;

/**
 * The folder of classes or splits that a data set begins with, which may lie alone in another.
 *
 * @throws {DataError} when it lies deeper: it would be taken for one class
 */
export function lookDown(path: string): string {
  let place = path;
  for (let depth = 0; ; depth++) {
    const below = onlyFolder(place);
    if (below === undefined || splitCalled(basename(below)) !== undefined) return place;
    if (depth === DEPTH) {
      if (!holdsImages(below)) return place;
      const reason = `expected a folder for each class, got ${shorten(basename(below), 40)} alone`;
      throw new DataError(place, `${reason}, which holds folders; give the one above the classes`);
    }
    place = below;
  }
}
