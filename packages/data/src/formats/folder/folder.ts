import { join } from "node:path";
import { DataError, shorten } from "@evalpool/errors";
import { digest } from "@evalpool/files/node";
import { sourceDigest } from "@evalpool/mnist/node";
import type { IndexedSource } from "@evalpool/mnist";
import { namedLabels } from "../../labels.js";
import type { Format, OpenOptions, Place } from "../format.js";
import { lookInto, type Inside } from "../../look-into.js";
import { splitCalled } from "../../split-names.js";
import { listImages } from "./list-images.js";
import { someImages } from "./some-images.js";
import { takeImages } from "./take-images.js";

const NAME = "a folder for each class";

/**
 * PNG and JPEG images in a folder for each class, as torchvision's `ImageFolder` has them; above them
 * there may be one for each split. Numbers as names are the labels themselves, other names are labelled
 * in the order of their code units.
 */
export const folder: Format = {
  name: NAME,
  find(place) {
    return Promise.resolve(place.isDirectory ? find(place) : undefined);
  },
};

function find({ path }: Place): Awaited<ReturnType<Format["find"]>> {
  const inside = lookInto(path);
  const splits = splitsIn(path, inside);
  if (splits === undefined && !inside.folders.some((name) => holdsImages(join(path, name), 0))) {
    refuseFlat(path, inside);
    return undefined;
  }
  const roots = splits ?? new Map([["test", path]]);
  return {
    splits: [...roots.keys()],
    open: (split, options) => open(roots.get(split) ?? path, split, options),
  };
}

/** The folder of each split, where there are no others; of two for one, the first. */
function splitsIn(path: string, { folders }: Inside): Map<string, string> | undefined {
  if (folders.length === 0 || folders.some((name) => splitCalled(name) === undefined)) {
    return undefined;
  }
  const roots = new Map<string, string>();
  for (const name of folders) {
    const root = join(path, name);
    const split = splitCalled(name) ?? name;
    // A class may be called so, as trains are.
    if (!lookInto(root).folders.some((inner) => holdsImages(join(root, inner), 0))) continue;
    const other = roots.get(split);
    if (other !== undefined) {
      throw new DataError(path, `${other} and ${root} are both of the split ${split}; give one`);
    }
    roots.set(split, root);
  }
  return roots.size > 0 ? roots : undefined;
}

/** Folders within a class that are looked into, and how many of each. */
const DEPTH = 4;
const LOOKED_AT = 8;

/** Whether there are images, told by a few of the files, or that are called so. */
function holdsImages(path: string, depth: number): boolean {
  const { folders, files } = lookInto(path);
  if (someImages(path, files).length > 0) return true;
  if (depth === DEPTH) return false;
  return folders.slice(0, LOOKED_AT).some((name) => holdsImages(join(path, name), depth + 1));
}

function refuseFlat(path: string, { folders, files }: Inside): void {
  const [image] = someImages(path, files);
  if (image === undefined || folders.length > 0) return;
  const reason = `expected ${NAME}, got images without one, as ${shorten(image, 40)}`;
  throw new DataError(path, `${reason}; give the directory above it, or put them in such folders`);
}

async function open(root: string, split: string, options: OpenOptions): Promise<IndexedSource> {
  const { names, ids, classes } = await listImages(root, options);
  // Before all is read: these may be other data.
  const labels = namedLabels(ids, classes, root, options);
  const { sha256, ...images } = await takeImages(root, names, options);
  const lines = names.map((name) => `${name.slice(0, name.indexOf("/"))}\n`);
  const parts = { images: sha256, labels: digest("sha256", Buffer.from(lines.join(""))) };
  return {
    name: root,
    split,
    kind: NAME,
    ...images,
    ...labels,
    count: names.length,
    digest: sourceDigest(parts),
  };
}
