import { digestAll } from "@evalpool/mnist/node";
import type { IndexedSource } from "@evalpool/mnist";
import type { OpenOptions } from "../format.js";
import type { ArrayFile } from "./array-file.js";
import { imageLayout } from "./image-layout.js";
import { readLabels } from "./label-array.js";
import { readPixels } from "./read-pixels.js";

/**
 * An array of images and one of their labels as a source.
 *
 * @param classNames where the data set says them
 * @throws {DataError} when one is damaged, or they do not fit each other
 */
export async function openPair(
  images: ArrayFile,
  labels: ArrayFile,
  options: OpenOptions,
  classNames?: readonly string[],
): Promise<Omit<IndexedSource, "name" | "split">> {
  const layout = imageLayout(images.shape, images.told, options.shape);
  const [count = 0] = images.shape;
  const { sha256, ...said } = await readLabels(labels, count, options, classNames);
  options.signal?.throwIfAborted();
  const pixels = await readPixels(images, options);
  const parts = { images: pixels.sha256, labels: sha256 };
  return {
    format: { ...layout, ...pixels.stored },
    ...said,
    digest: { parts, all: digestAll(parts) },
    count,
    handle: pixels.handle,
  };
}
