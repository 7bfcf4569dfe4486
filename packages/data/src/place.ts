import type { Stats } from "node:fs";
import { stat } from "node:fs/promises";
import { NotFoundError, DataError } from "@evalpool/errors";
import { fileKind } from "@evalpool/files";
import { openContent, systemMessage } from "@evalpool/files/node";
import type { Place } from "./formats/format.js";
import { namesIn } from "./names-in.js";
import { notThere } from "./not-there.js";

/** Bytes that tell what a file is. */
const HEAD = 4096;

/**
 * Looks at a path: a file's first bytes, or a directory's names.
 *
 * @throws {NotFoundError} when nothing is there
 * @throws {DataError} when it may not be read, or is neither a file nor a directory
 */
export async function lookAt(path: string): Promise<Place> {
  const stats = await statOf(path);
  if (stats.isDirectory()) {
    const empty = { head: new Uint8Array(), size: 0, isGzip: false };
    return { path, isDirectory: true, ...empty, names: namesIn(path) };
  }
  await using content = await openContent(path);
  const chunk = new Uint8Array(HEAD);
  const head = chunk.subarray(0, await content.read(chunk));
  const kind = fileKind(head);
  const { isGzip } = content;
  return {
    path,
    isDirectory: false,
    size: stats.size,
    head,
    isGzip,
    names: [],
    ...(kind && { kind }),
  };
}

async function statOf(path: string): Promise<Stats> {
  try {
    return await stat(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") {
      throw new NotFoundError(path, notThere(path), { cause });
    }
    throw new DataError(path, systemMessage(cause), { cause });
  }
}
