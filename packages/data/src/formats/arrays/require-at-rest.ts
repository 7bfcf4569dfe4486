import type { BigIntStats } from "node:fs";
import { DataError } from "@evalpool/errors";
import { fileStamp } from "@evalpool/files/node";

/** @throws {DataError} when a file is not any more the one that had this stamp */
export function requireAtRest(file: string, stamp: string, stats: BigIntStats): void {
  if (fileStamp(stats) === stamp) return;
  throw new DataError(file, "expected a file at rest, got one that changed meanwhile");
}
