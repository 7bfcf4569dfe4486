import { requireMemory, requireRoom } from "../kernel-limits.js";

/** Zeros. @throws {EvalpoolError} when there is no room */
export function floats(length: number): Float32Array<ArrayBuffer> {
  requireMemory(4 * length);
  return new Float32Array(length);
}

/** @throws {RangeError} when there are fewer rows, or narrower ones */
export function requireRows(
  x: { readonly data: ArrayLike<number>; readonly stride: number },
  count: number,
  width: number,
): void {
  requireRoom("columns", width, x.stride);
  requireRoom("rows", count, Math.floor((x.data.length - width) / x.stride) + 1);
}
