import { DataError, formatShape, shorten } from "@evalpool/errors";
import { sourceDigest } from "@evalpool/mnist/node";
import type { IndexedSource } from "@evalpool/mnist";
import type { ImageAxes } from "../../axes-said.js";
import { imageAxes } from "../../image-axes.js";
import type { OpenOptions } from "../format.js";
import type { ArrayFile } from "./array-file.js";
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
  const axes = axesOfImages(images, options.shape);
  const [count = 0] = images.shape;
  const { sha256, ...said } = await readLabels(labels, count, options, classNames);
  options.signal?.throwIfAborted();
  const pixels = await readPixels(images, options);
  return {
    format: { ...axes, ...pixels.stored },
    ...said,
    digest: sourceDigest({ images: pixels.sha256, labels: sha256 }),
    count,
    handle: pixels.handle,
  };
}

/** Elements of an image. */
const LARGEST_IMAGE = 2 ** 28;

function axesOfImages({ shape, told }: ArrayFile, said?: readonly number[]): ImageAxes {
  const got = `got shape ${shorten(formatShape(shape))}`;
  if (shape.length < 2) throw new DataError(told, `expected images, ${got}, as labels have`);
  const axes = imageAxes(shape, told, said);
  if (shape.includes(0)) throw new DataError(told, `expected images, ${got}`);
  if (axes.channels * axes.height * axes.width <= LARGEST_IMAGE) return axes;
  throw new DataError(told, `expected images of up to ${LARGEST_IMAGE} elements, ${got}`);
}
