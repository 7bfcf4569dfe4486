import type { BigIntStats } from "node:fs";
import { setTimeout } from "node:timers/promises";

/**
 * What is other for a file that was replaced or written to, to compare only: device and inode, size,
 * and the times in nanoseconds of the last change of content and of anything at all. The latter
 * cannot be set back.
 */
export function fileStamp({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(":");
}

/** Milliseconds between two times that a file system can tell apart, at most: a tick of its clock. */
const TICK = 20;

/**
 * Waits until a file's last change is so long ago that the next one has another time. Without that,
 * two changes within one tick of the clock leave the same stamp.
 */
export async function untilSettled({ ctimeMs }: BigIntStats): Promise<void> {
  const age = Math.abs(Date.now() - Number(ctimeMs));
  if (age < TICK) await setTimeout(TICK - age);
}
