import { bytesOfElement, countElements, decodeArray, type Elements } from "@evalpool/arrays";
import { DataError } from "@evalpool/errors";
import { axesOf, type ArrayFile } from "./array-file.js";

/** An array in memory, in order C. */
export interface WholeArray {
  readonly data: Elements[keyof Elements];
  readonly shape: readonly number[];
  readonly sha256: string;
  /** Of its file (`fileStamp`). */
  readonly stamp: string;
}

/**
 * Reads a whole array into memory.
 *
 * @param most bytes that it may take
 * @throws {DataError} when it takes more, or is damaged
 */
export async function readArray(array: ArrayFile, most: number): Promise<WholeArray> {
  const { told, type, shape } = array;
  const size = countElements(shape) * bytesOfElement(type);
  if (size > most) {
    throw new DataError(told, `expected an array of up to ${most} bytes, got ${size}`);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  const poured = await array.pour((piece) => {
    bytes.set(piece, at);
    at += piece.length;
  });
  return {
    ...decodeOrRefuse(told, () => decodeArray({ bytes, type, axes: axesOf(array) })),
    ...poured,
  };
}

/** What is decoded, where an integer too large for a number is a fault of the data. */
export function decodeOrRefuse<T>(told: string, decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new DataError(told, cause.message, { cause });
  }
}
