import { createHash } from "node:crypto";
import { readSafetensorsHeader, safetensorsTypes, SAFETENSORS_HEAD } from "@evalpool/arrays";
import type { SafetensorsEntry, SafetensorsHeader } from "@evalpool/arrays";
import { DataError, shorten } from "@evalpool/errors";
import { fileStamp, untilSettled } from "@evalpool/files/node";
import type { ArrayFile } from "./array-file.js";
import { openSource } from "./open-source.js";
import { requireAtRest } from "./require-at-rest.js";

/** Bytes that are read at a time. */
const CHUNK = 2 ** 20;

/** The header of a safetensors file. @throws {DataError} */
export async function safetensorsHeader(file: string): Promise<SafetensorsHeader> {
  const refuse = (reason: string): never => {
    throw new DataError(file, `not a valid safetensors file: ${reason}`);
  };
  await using source = await openSource(file);
  const { size } = source;
  const head = await source.read(0, Math.min(size, SAFETENSORS_HEAD));
  return readSafetensorsHeader(head, { size, refuse, notKnown });
}

function notKnown(dtype: string): string {
  return `expected dtype ${[...safetensorsTypes.keys()].join(", ")}, got ${shorten(dtype)}`;
}

/** A tensor as an array. */
export function tensorArray(
  file: string,
  { name, type, shape, start, end }: SafetensorsEntry,
): ArrayFile {
  return {
    told: `${file}: ${shorten(name)}`,
    type,
    shape,
    isFortran: false,
    place: { file, offset: start },
    pour: (write) => pour(file, start, end, write),
  };
}

/** Its digest is of its elements alone: where they lie in the file is of no account. */
async function pour(
  file: string,
  start: number,
  end: number,
  write: (piece: Uint8Array) => void,
): ReturnType<ArrayFile["pour"]> {
  await using source = await openSource(file);
  await untilSettled(await source.stats());
  const stamp = fileStamp(await source.stats());
  const hash = createHash("sha256");
  for (let at = start; at < end; at += CHUNK) {
    const piece = await source.read(at, Math.min(CHUNK, end - at));
    hash.update(piece);
    write(piece);
  }
  requireAtRest(file, stamp, await source.stats());
  return { sha256: hash.digest("hex"), stamp };
}
