import { createHash } from "node:crypto";
import { NPY_HEAD } from "@evalpool/arrays";
import { DataError } from "@evalpool/errors";
import { fileStamp, openContent, untilSettled } from "@evalpool/files/node";
import type { ArrayFile } from "./array-file.js";
import { npyArray, type NpyArray } from "./npy-array.js";
import { requireAtRest } from "./require-at-rest.js";

/** Bytes that are read at a time. */
const CHUNK = 2 ** 20;

/**
 * Opens an NPY file, gzip or not.
 *
 * @throws {DataError} when it cannot be read or is none
 */
export async function openNpy(file: string): Promise<ArrayFile> {
  await using content = await openContent(file);
  const chunk = new Uint8Array(NPY_HEAD);
  const head = chunk.subarray(0, await content.read(chunk));
  const { isGzip } = content;
  const array = npyArray(head, isGzip ? undefined : Number((await content.stats()).size), file);
  return {
    ...array,
    ...(!isGzip && { place: { file, offset: array.dataStart } }),
    pour: (write) => pour(array, write),
  };
}

async function pour(
  { told: file, dataStart, size }: NpyArray,
  write: (piece: Uint8Array) => void,
): ReturnType<ArrayFile["pour"]> {
  await using content = await openContent(file);
  await untilSettled(await content.stats());
  const stamp = fileStamp(await content.stats());
  const hash = createHash("sha256");
  const chunk = new Uint8Array(CHUNK);
  for (let at = 0; at < size;) {
    const piece = chunk.subarray(0, Math.min(CHUNK, size - at));
    const length = await content.read(piece);
    if (length < piece.length) throw otherSize(file, size, `${at + length}`);
    hash.update(piece);
    if (at + length > dataStart) write(piece.subarray(Math.max(0, dataStart - at)));
    at += length;
  }
  if ((await content.read(new Uint8Array(1))) > 0) throw otherSize(file, size, "more");
  requireAtRest(file, stamp, await content.stats());
  return { sha256: hash.digest("hex"), stamp };
}

function otherSize(file: string, size: number, got: string): DataError {
  return new DataError(file, `its header says ${size} bytes in all, got ${got}`);
}
