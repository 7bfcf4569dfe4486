import { imagesKind, labelsKind } from "./idx.js";
import type { SplitFiles } from "./find-split.js";
import { requireFit } from "./require-fit.js";
import { openIdx, type OpenIdx } from "./open-idx.js";
import { allocateShared, readOpenIdx, requireSha256 } from "./read-idx.js";
import type { ImageArray, ImageFile, ImageShape, LabelArray } from "./split.js";

/** What a file holds, and the SHA-256 of its content, in hex. */
interface Digested<T> {
  readonly content: T;
  readonly sha256: string;
}

/** Reads images from an open file. @param expected SHA-256 of its content @throws {DataError} */
export type ReadImages<T> = (idx: OpenIdx, expected?: string) => Promise<Digested<T>>;

/** The two files of a split, as they were read. */
export interface SplitContent<Images> {
  readonly files: SplitFiles;
  readonly images: Digested<Images>;
  readonly labels: Digested<LabelArray>;
}

/**
 * Reads both files of a split, once their headers were found to fit each other.
 *
 * @param sha256 what their digests must be
 * @throws {DataError} when they do not, or one cannot be read
 */
export async function readSplitFiles<Images>(
  files: SplitFiles,
  readImages: ReadImages<Images>,
  sha256: Partial<SplitFiles> = {},
): Promise<SplitContent<Images>> {
  await using images = await openIdx(files.images, imagesKind);
  await using labels = await openIdx(files.labels, labelsKind);
  requireFit(
    { file: images.file, shape: images.header.shape },
    { file: labels.file, shape: labels.header.shape },
  );
  const [pixels, classes] = await Promise.all([
    readImages(images, sha256.images),
    readLabels(labels, sha256.labels),
  ]);
  return { files, images: pixels, labels: classes };
}

// What the magic number promises, the types repeat: uint8 elements, and axes in this number.

/** Into memory. */
export const readImages: ReadImages<ImageArray> = (idx, expected) =>
  readArray<ImageShape>(idx, expected);

/** Leaves images where they are if they are not compressed and take more than `memory` bytes. */
export function openOrReadImages(memory: number): ReadImages<ImageArray | ImageFile> {
  return async (idx, expected) => {
    const { file, header, isGzip } = idx;
    if (isGzip || header.byteLength <= memory) {
      return readArray<ImageShape>(idx, expected, allocateShared);
    }
    const { sha256, stamp } = await idx.digest();
    requireSha256(file, sha256, expected);
    const shape = header.shape as unknown as ImageShape;
    return { content: { file, offset: header.headerLength, shape, stamp }, sha256 };
  };
}

const readLabels: ReadImages<LabelArray> = (idx, expected) =>
  readArray<LabelArray["shape"]>(idx, expected);

async function readArray<Shape>(
  idx: OpenIdx,
  expected?: string,
  allocate?: (bytes: number) => Uint8Array,
): Promise<Digested<{ data: Uint8Array; shape: Shape }>> {
  const read = await readOpenIdx(idx, expected, allocate);
  const { data, shape } = read as { data: Uint8Array; shape: unknown };
  return { content: { data, shape: shape as Shape }, sha256: read.sha256 };
}
