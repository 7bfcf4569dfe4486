import { DataError } from "@evalpool/errors";
import { digest } from "@evalpool/files/node";
import type { ImageFormat, IndexedSource, StoredImages } from "@evalpool/mnist";
import { sourceDigest } from "@evalpool/mnist/node";
import type { Labels } from "../../labels.js";
import { elementOf, toPixels } from "../../pixels-of-numbers.js";
import { openImages } from "../../reading/open-images.js";
import { createSpool } from "../../spool.js";
import type { OpenOptions } from "../format.js";
import { createByteRows } from "./byte-rows.js";
import { createFloatRows } from "./float-rows.js";
import { readLabelFile } from "./label-file.js";
import { readTable, type TableContent } from "./read-table.js";

/** Pixels that are converted at a time. */
const BLOCK = 2 ** 18;

/**
 * Opens a table of images, each a row of its label and its pixels. All of it is read: the images are
 * in memory then, or in a temporary file.
 *
 * Its digest is of the file's content (`images`), and of the labels as they are after mapping
 * (`labels`), of two bytes each where one is above 255.
 *
 * @throws {DataError} when it is damaged, or labels do not fit
 */
export async function openTable(
  file: string,
  split: string,
  options: OpenOptions,
): Promise<IndexedSource> {
  const content =
    (await readTable(file, { create: createByteRows, width: 1 }, options)) ??
    (await readTable(file, { create: createFloatRows, width: 4 }, options));
  // Which takes all numbers.
  if (content === undefined) throw new Error(`${file}: rows of no numbers`);
  const { labels, ...classes } = await labelsOf(content, file, options);
  const { buffer, byteOffset, byteLength } = labels;
  const parts = {
    images: content.sha256,
    labels: digest("sha256", new Uint8Array(buffer, byteOffset, byteLength)),
  };
  return {
    name: file,
    split,
    kind: "CSV files",
    format: { ...content.shape, ...elementOf(content.meaning) },
    ...classes,
    digest: sourceDigest(parts),
    count: content.count,
    labels,
    handle: await pixelsOf(content, file, options),
  };
}

async function labelsOf(
  { labels, count }: TableContent,
  file: string,
  options: OpenOptions,
): Promise<Labels> {
  if (labels !== undefined) return labels.finish(options);
  if (options.labels === undefined) throw new Error(`${file}: a table without labels`);
  const others = await readLabelFile(options.labels);
  if (others.count() !== count) {
    const reason = `${others.count()} labels for the ${count} images of ${file}`;
    throw new DataError(options.labels, reason);
  }
  return others.finish(options);
}

/** Floats that are bytes, or these divided by 255, are held as such. */
async function pixelsOf(
  { images, meaning, width, shape, count }: TableContent,
  file: string,
  options: OpenOptions,
): Promise<Uint8Array | StoredImages> {
  if (width === 1 || meaning === "unit" || meaning === "numbers") return images;
  // As they are stored, whichever way their channels lie.
  const format: ImageFormat = { ...shape, layout: "CHW", element: "float32" };
  const pixels = shape.channels * shape.height * shape.width;
  using reader = openImages({ format, handle: images });
  using spool = createSpool(options.memory);
  const most = Math.max(1, Math.floor(BLOCK / pixels));
  for (let first = 0; first < count; first += most) {
    const floats = new Float32Array(Math.min(most, count - first) * pixels);
    await reader.read(first, new Uint8Array(floats.buffer));
    spool.write(toPixels(floats, meaning));
  }
  return spool.finish(pixels, file);
}
