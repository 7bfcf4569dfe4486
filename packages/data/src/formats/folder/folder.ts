import { join } from "node:path";
import { DataError, shorten } from "@evalpool/errors";
import { digest } from "@evalpool/files/node";
import { sourceDigest } from "@evalpool/mnist/node";
import type { IndexedSource } from "@evalpool/mnist";
import { namedLabels } from "../../labels.js";
import type { Format, OpenOptions, Place } from "../format.js";
import { lookInto, type Inside } from "../../look-into.js";
import { findSplits } from "./find-splits.js";
import { holdsImages } from "./holds-images.js";
import { listImages } from "./list-images.js";
import { lookDown } from "./look-down.js";
import { refuseOtherImages } from "./refuse-other-images.js";
import { someImages } from "./some-images.js";
import { takeImages } from "./take-images.js";

const NAME = "a folder for each class";

/**
 * PNG and JPEG images in a folder for each class, as torchvision's `ImageFolder` has them; above them
 * there may be one for each split, and above those one more. Numbers as names are the labels themselves,
 * other names are labelled in the order of their code units, those of all splits together.
 */
export const folder: Format = {
  name: NAME,
  find(place) {
    return Promise.resolve(place.isDirectory ? find(place) : undefined);
  },
};

function find(place: Place): Awaited<ReturnType<Format["find"]>> {
  const path = lookDown(place.path);
  const inside = lookInto(path);
  const splits = findSplits(path);
  if (splits === undefined && !inside.folders.some((name) => holdsImages(join(path, name)))) {
    refuseFlat(path, inside);
    if (inside.folders.length > 0) refuseOtherImages(path);
    return undefined;
  }
  const roots = splits ?? new Map([["test", path]]);
  return {
    splits: [...roots.keys()],
    open(split, options) {
      const root = roots.get(split) ?? path;
      const beside = [...roots.values()].filter((other) => other !== root);
      return open({ root, beside }, split, options);
    },
  };
}

function refuseFlat(path: string, { folders, files }: Inside): void {
  const [image] = someImages(path, files);
  if (image === undefined || folders.length > 0) return;
  const reason = `expected ${NAME}, got images without one, as ${shorten(image, 40)}`;
  throw new DataError(path, `${reason}; give the directory above it, or put them in such folders`);
}

interface Folders {
  readonly root: string;
  /** Those of other splits. */
  readonly beside: readonly string[];
}

async function open(
  { root, beside }: Folders,
  split: string,
  options: OpenOptions,
): Promise<IndexedSource> {
  const { names, ids, classes } = await listImages(root, { signal: options.signal, beside });
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
