import type { BigIntStats } from "node:fs";

/**
 * What is other for a file that was replaced or written to, to compare only: device and inode, size,
 * and the times in nanoseconds of the last change of content and of anything at all. The latter
 * cannot be set back.
 */
export function fileStamp({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(":");
}
