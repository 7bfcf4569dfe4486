import { imagesKind, labelsKind } from "./idx.js";
import { isGzipFile, readIdx, scanIdx } from "./read-idx.js";
import type { ImageArray, ImageFile, ImageShape, LabelArray } from "./split.js";

/** What a file holds, and the SHA-256 of its content, in hex. */
export interface Digested<T> {
  readonly content: T;
  readonly sha256: string;
}

/** Reads a file of a split. @param expected SHA-256 that its content must have @throws {DataError} */
export type ReadFile<T> = (file: string, expected?: string) => Promise<Digested<T>>;

// What the magic number promises, the types repeat: uint8 elements, and axes in this number.

export const readImages: ReadFile<ImageArray> = async (file, expected) => {
  const read = await readIdx(file, { sha256: expected, kind: imagesKind });
  const { data, shape } = read as { data: Uint8Array; shape: unknown };
  return { content: { data, shape: shape as ImageShape }, sha256: read.sha256 };
};

/** Leaves images where they are if they are not compressed and take more than `memory` bytes. */
export function openOrReadImages(memory: number): ReadFile<ImageArray | ImageFile> {
  return async (file, expected) => {
    if (await isGzipFile(file)) return readImages(file, expected);
    const expectation = { sha256: expected, kind: imagesKind };
    const { header, bytes, sha256, stamp } = await scanIdx(file, expectation, memory);
    const { headerLength: offset } = header;
    const shape = header.shape as unknown as ImageShape;
    const content = bytes
      ? { data: bytes.subarray(offset), shape }
      : { file, offset, shape, stamp };
    return { content, sha256 };
  };
}

export const readLabels: ReadFile<LabelArray> = async (file, expected) => {
  const read = await readIdx(file, { sha256: expected, kind: labelsKind });
  const { data, shape } = read as { data: Uint8Array; shape: unknown };
  return { content: { data, shape: shape as LabelArray["shape"] }, sha256: read.sha256 };
};
