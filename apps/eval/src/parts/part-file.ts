import { basename } from "node:path";
import { DataError } from "@evalpool/errors";
import { parsePart, type Part } from "@evalpool/evaluate";
import { readWhole, writeWhole } from "@evalpool/files/node";
import { textOf } from "../text-of.js";

/** Bytes of a part: the counts of 4,096 classes, the most that there may be, take half of it. */
const MOST_BYTES = 64 * 2 ** 20;

const ADVICE = "eval --shard I/N --out FILE writes parts";

/** @throws {UsageError} when it cannot be written */
export function writePart(file: string, part: Part): Promise<void> {
  return writeWhole(file, JSON.stringify(part) + "\n");
}

/**
 * @param advice what to do about a file that is no part
 * @throws {DataError} when it cannot be read, or is no part
 */
export async function readPart(path: string, advice = ADVICE): Promise<Part> {
  const file = basename(path);
  const toError = (reason: string, options?: ErrorOptions): DataError =>
    new DataError(file, reason, options);
  const bytes = await readWhole(path, { maxBytes: MOST_BYTES, toError });
  try {
    return parsePart(parseJson(textOf(bytes)));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw toError(`${error.message}; ${advice}`, { cause: error });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const got = text === "" ? "an empty file" : "what is not JSON";
    throw new RangeError(`expected a part of a result, got ${got}`, { cause });
  }
}
