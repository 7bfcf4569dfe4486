import { createCorrupter, type Corruption } from "@evalpool/corruptions";
import type { ImageReader } from "@evalpool/data";

/** Reads single images as they were evaluated, where they were corrupted; into memory of one image. */
export function asCorrupted(
  read: ImageReader["read"],
  shape: readonly [channels: number, height: number, width: number],
  corruption: Corruption | undefined,
): ImageReader["read"] {
  if (corruption === undefined) return read;
  const corrupt = createCorrupter(corruption, shape);
  return (index, into) => {
    const reading = read(index, into);
    if (reading) return reading.then(() => corrupt(into.slice(), index, into));
    corrupt(into.slice(), index, into);
    return undefined;
  };
}
