import {
  bytesOfElement,
  countElements,
  numpyType,
  readNpyHeader,
  shapeProblem,
  type NpyHeader,
} from "@evalpool/arrays";
import { DataError, shorten } from "@evalpool/errors";
import type { ArrayFile } from "./array-file.js";

/** What the header of an NPY file says, checked. */
export type NpyArray = Pick<ArrayFile, "told" | "type" | "shape" | "isFortran"> &
  Pick<NpyHeader, "dataStart"> & {
    /** Bytes of the whole file. */
    readonly size: number;
  };

/**
 * Reads the header of an NPY file.
 *
 * @param head its first `NPY_HEAD` bytes
 * @param size its bytes; `undefined` where they are not known before all are inflated
 * @throws {DataError} when it is none, or not of numbers, or of another size than it says
 */
export function npyArray(head: Uint8Array, size: number | undefined, told: string): NpyArray {
  const refuse = (reason: string): never => {
    throw new DataError(told, `not a readable NPY file: ${reason}`);
  };
  const reading = { size: size ?? head.length, elements: "numbers", refuse };
  const { descr, isFortran, shape, dataStart } = readNpyHeader(head, reading);
  const type = numpyType(descr) ?? refuse(notNumbers(descr));
  const expected = countElements(shape) * bytesOfElement(type);
  const problem = shapeProblem(shape, type, size === undefined ? expected : size - dataStart);
  if (problem !== undefined) refuse(problem);
  return { told, type, shape, isFortran, dataStart, size: dataStart + expected };
}

function notNumbers(descr: string): string {
  return `expected numbers, got ${shorten(descr)}; save it with .astype("uint8") or "float32"`;
}
