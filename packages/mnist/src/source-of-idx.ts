import { imagesKind, labelsKind, parseIdx } from "./idx.js";
import type { IndexedSource, SourceDigest } from "./image-source.js";
import { requireFit } from "./require-fit.js";
import { requireLabels } from "./require-labels.js";
import { sourceOfSplit } from "./source-of-split.js";
import type { ImageShape } from "./split.js";

/** The content of an IDX file, not compressed. */
export interface IdxBytes {
  /** What it is called in errors. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What is known of a split beside its files. */
export interface IdxSourceInfo {
  /** Of the data set. */
  readonly name: string;
  readonly split: string;
  /** Number of classes (default: as many as there are labels up to the highest). */
  readonly classes?: number | undefined;
  /** Of both files' content; `all` is that of `digestedText`. */
  readonly digest: SourceDigest;
}

/** A source whose images are bytes in memory. */
export interface SourceInMemory extends IndexedSource {
  readonly handle: Uint8Array;
}

/**
 * A source of the images in two IDX files that are in memory, which it keeps: uint8, of rank 3 and 1.
 *
 * @throws {DataError} when one is damaged or holds something else, the counts of images and labels
 * differ, or a label is no class
 */
export function sourceOfIdx(
  { images, labels }: { readonly images: IdxBytes; readonly labels: IdxBytes },
  { name, split, classes, digest }: IdxSourceInfo,
): SourceInMemory {
  const pixels = parseIdx(images.bytes, images.name, imagesKind);
  const numbers = parseIdx(labels.bytes, labels.name, labelsKind);
  requireFit(
    { file: images.name, shape: pixels.shape },
    { file: labels.name, shape: numbers.shape },
  );
  // What the magic numbers promise, the types repeat.
  const data = numbers.data as Uint8Array;
  const handle = pixels.data as Uint8Array;
  if (classes !== undefined) requireLabels(data, classes, labels.name);
  const source = sourceOfSplit({
    name,
    split,
    images: { data: handle, shape: pixels.shape as unknown as ImageShape },
    labels: { data, shape: [data.length] },
    ...(classes !== undefined && { classes }),
    digest,
  });
  return { ...source, handle };
}
