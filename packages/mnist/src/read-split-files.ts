import { DataError } from "./errors.js";
import { isGzipFile, readIdx, scanIdx } from "./read-idx.js";
import type { ImageArray, ImageFile, ImageShape, LabelArray } from "./split.js";

/** What a file holds, and the SHA-256 of its content, in hex. */
export interface Digested<T> {
  readonly content: T;
  readonly sha256: string;
}

/** Reads a file of a split. @param expected SHA-256 that its content must have @throws {DataError} */
export type ReadFile<T> = (file: string, expected?: string) => Promise<Digested<T>>;

export const readImages: ReadFile<ImageArray> = async (file, expected) => {
  const { data, shape, sha256 } = await readIdx(file, expected);
  requireRank(file, data, shape, 3);
  return { content: { data, shape: shape as unknown as ImageShape }, sha256 };
};

/** Leaves the images where they are if they are not compressed. */
export const openImages: ReadFile<ImageArray | ImageFile> = async (file, expected) => {
  if (await isGzipFile(file)) return readImages(file, expected);
  const { header, sha256, modified } = await scanIdx(file, expected);
  const { type, shape, headerLength: offset } = header;
  requireRank(file, type.create(0), shape, 3);
  return { content: { file, offset, shape: shape as unknown as ImageShape, modified }, sha256 };
};

export const readLabels: ReadFile<LabelArray> = async (file, expected) => {
  const { data, shape, sha256 } = await readIdx(file, expected);
  requireRank(file, data, shape, 1);
  return { content: { data, shape: shape as unknown as LabelArray["shape"] }, sha256 };
};

function requireRank(
  file: string,
  data: ArrayLike<number>,
  shape: readonly number[],
  rank: number,
): asserts data is Uint8Array {
  if (data instanceof Uint8Array && shape.length === rank) return;
  const type = data.constructor.name.replace("Array", "").toLowerCase();
  throw new DataError(
    file,
    `expected uint8 elements of rank ${rank}, got ${type} of shape (${shape.join(",")})`,
  );
}
