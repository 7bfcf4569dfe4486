import type { IndexedSource } from "@evalpool/mnist";
import { openIdx, sourceDigest } from "@evalpool/mnist/node";
import type { OpenOptions } from "../format.js";
import { imageFormat, openIdxImages } from "./open-idx-images.js";
import { readIdxLabels } from "./read-idx-labels.js";

/** Where the images and the labels of a split lie. */
export interface IdxFiles {
  readonly images: string;
  readonly labels: string;
}

/**
 * Opens a split of two IDX files, once their headers were found to fit each other.
 *
 * @throws {DataError} when one is damaged, or they do not fit
 */
export async function openIdxPair(
  files: IdxFiles,
  options: OpenOptions,
): Promise<Omit<IndexedSource, "name" | "split">> {
  await using images = await openIdx(files.images);
  await using labels = await openIdx(files.labels);
  const [count = 0] = images.header.shape;
  // What is no images is told before what is not as many labels.
  imageFormat(images, options.shape);
  const { sha256, ...labelled } = await readIdxLabels(labels, count, files.images, options);
  const { format, handle, sha256: ofImages } = await openIdxImages(images, options);
  return {
    format: isOnItsSide(files.images) ? { ...format, isTransposed: true } : format,
    ...(isOnItsSide(files.images) && { kind: "IDX files of EMNIST, stored column by column" }),
    ...labelled,
    digest: sourceDigest({ images: ofImages, labels: sha256 }),
    count,
    handle,
  };
}

/** EMNIST's images are stored column by column, of which nothing in them tells but their names. */
function isOnItsSide(file: string): boolean {
  return /(?:^|[\\/])emnist-[^\\/]*$/i.test(file);
}
