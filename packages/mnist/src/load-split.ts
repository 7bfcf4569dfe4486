import { DataError } from "./errors.js";
import { findSplit, type FindOptions, type SplitName } from "./find-split.js";
import { readIdx, type IdxFile } from "./read-idx.js";

/** One split of a data set as its files hold it: pixels 0 to 255, labels 0 to classes - 1. */
export interface Split {
  readonly name: string;
  readonly split: SplitName;
  /** `[N, H, W]`, row-major. */
  readonly images: { readonly data: Uint8Array; readonly shape: readonly [number, number, number] };
  /** `[N]` */
  readonly labels: { readonly data: Uint8Array; readonly shape: readonly [number] };
  /** SHA-256 of each file's content, in hex. */
  readonly sha256: { readonly images: string; readonly labels: string };
}

export interface LoadSplitOptions extends FindOptions {
  /** Number of classes; a label from here on is refused. */
  readonly classes?: number | undefined;
}

/**
 * Finds and reads one split of a data set in IDX files.
 *
 * @throws {DataError} when it is missing or damaged, the counts of images and labels differ, or a
 * label is out of range
 */
export async function loadSplit(split: SplitName, options: LoadSplitOptions = {}): Promise<Split> {
  const { name = "mnist", classes = 10 } = options;
  const files = findSplit(split, options);
  const [images, labels] = await Promise.all([readIdx(files.images), readIdx(files.labels)]);
  const imageData = bytesOfRank(images, 3, files.images);
  const labelData = bytesOfRank(labels, 1, files.labels);
  const [count, height, width] = images.shape as [number, number, number];
  if (count !== labelData.length) {
    const reason = `${labelData.length} labels for the ${count} images of ${files.images}`;
    throw new DataError(files.labels, reason);
  }
  const bad = labelData.findIndex((label) => label >= classes);
  if (bad !== -1) {
    const reason = `expected labels 0 to ${classes - 1}, got ${labelData[bad]} at index ${bad}`;
    throw new DataError(files.labels, reason);
  }
  return {
    name,
    split,
    images: { data: imageData, shape: [count, height, width] },
    labels: { data: labelData, shape: [count] },
    sha256: { images: images.sha256, labels: labels.sha256 },
  };
}

function bytesOfRank({ data, shape }: IdxFile, rank: number, file: string): Uint8Array {
  if (data instanceof Uint8Array && shape.length === rank) return data;
  const type = data.constructor.name.replace("Array", "").toLowerCase();
  throw new DataError(
    file,
    `expected uint8 elements of rank ${rank}, got ${type} of shape (${shape.join(",")})`,
  );
}
