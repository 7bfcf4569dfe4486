import type { EncodedInMemory, ImageFormat } from "@evalpool/mnist";
import { readImageHeader } from "./read-image-header.js";

/** Takes encoded images one after the other, and what they say of themselves. */
export interface EncodedStore {
  /**
   * Copies the bytes, while all fit into memory.
   *
   * @param name what the image is called in errors
   * @throws {DataError} when it is no image
   */
  readonly add: (bytes: Uint8Array, name: string) => void;
  /** Of all, where they have the same. */
  readonly format: ImageFormat | undefined;
  /** All of them, in memory that threads share; undefined where they did not fit. */
  readonly finish: () => EncodedInMemory | undefined;
}

/** @param memory bytes that are held at most */
export function createEncodedStore(memory: number): EncodedStore {
  let kept: Uint8Array[] | undefined = [];
  let total = 0;
  const ends: number[] = [];
  const names: string[] = [];
  let format: ImageFormat | undefined;
  let isOfOneSize = true;
  return {
    add(bytes, name) {
      const { channels, height, width } = readImageHeader(bytes, name);
      format ??= { channels, height, width, layout: "CHW", element: "uint8" };
      isOfOneSize &&=
        format.channels === channels && format.height === height && format.width === width;
      total += bytes.length;
      if (total > memory) kept = undefined;
      if (kept === undefined) return;
      kept.push(Uint8Array.from(bytes));
      ends.push(total);
      names.push(name);
    },
    get format() {
      return isOfOneSize ? format : undefined;
    },
    finish() {
      if (kept === undefined) return undefined;
      const bytes = new Uint8Array(new SharedArrayBuffer(total));
      for (const [i, some] of kept.entries()) bytes.set(some, ends[i - 1] ?? 0);
      kept = undefined;
      return { kind: "encoded", bytes, ends: Float64Array.from(ends), names };
    },
  };
}
